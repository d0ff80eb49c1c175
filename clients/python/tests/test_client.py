# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import json
from pathlib import Path

import carryover
import httpx
import numpy as np
import pytest
from carryover._safetensors import write_features
from carryover._uploads import send
from fake import Fake, Request, answer, problem


def test_registers_a_checkpoint_by_its_path_on_the_same_machine(tmp_path: Path) -> None:
    with Fake(lambda request: answer({"name": "mine", "state": "pending"}, 201)) as fake:
        with carryover.Client(fake.url) as client:
            view = client.register_backbone("mine", checkpoint=tmp_path / "my.pth", inputSize=64)
    assert view["state"] == "pending"
    assert fake.paths() == ["POST /v1/backbones"]
    assert fake.requests[0].json() == {"name": "mine", "path": str(tmp_path / "my.pth"), "inputSize": 64}


def test_an_error_is_what_the_problem_document_says() -> None:
    with Fake(lambda request: problem(409, "NAME_TAKEN", "mine is another checkpoint")) as fake:
        with carryover.Client(fake.url) as client, pytest.raises(carryover.CarryoverError) as raised:
            client.register_backbone("mine", control="random")
    assert (raised.value.code, raised.value.status) == ("NAME_TAKEN", 409)
    assert str(raised.value) == "NAME_TAKEN mine is another checkpoint (Do better.)"


def test_the_key_goes_with_each_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "key"
    file.write_text("co_from_file\n")
    with Fake(lambda request: answer({"items": []})) as fake:
        with carryover.Client(fake.url, key="co_given") as client:
            client.backbones()
        monkeypatch.setenv("CARRYOVER_KEY_FILE", str(file))
        with carryover.Client(fake.url) as client:
            client.backbones()
        monkeypatch.setenv("CARRYOVER_KEY", "co_from_environment")
        with carryover.Client(fake.url) as client:
            client.backbones()
        with carryover.Client(fake.url, headers={"authorization": "Bearer token"}) as client:
            client.backbones()
    assert [request.headers["authorization"] for request in fake.requests] == [
        "Bearer co_given",
        "Bearer co_from_file",
        "Bearer co_from_environment",
        "Bearer token",
    ]


def test_no_gateway_is_an_error_with_a_code() -> None:
    with Fake(lambda request: answer({})) as fake:
        url = fake.url
    with carryover.Client(url) as client, pytest.raises(carryover.CarryoverError) as raised:
        client.leaderboard()
    assert raised.value.code == "GATEWAY_UNREACHABLE"


def test_an_answer_that_is_no_problem_document_is_not_swallowed() -> None:
    with Fake(lambda request: (502, "text/html", b"<h1>proxy</h1>")) as fake:
        with carryover.Client(fake.url) as client, pytest.raises(carryover.CarryoverError, match="answered 502 to /v1"):
            client.leaderboard()


def test_submits_backbones_and_tasks() -> None:
    with Fake(lambda request: answer({"id": "e-1", "state": "planning"}, 202)) as fake:
        with carryover.Client(fake.url) as client:
            client.submit(
                ["mine", "random"],
                [carryover.linear("digits"), carryover.few_shot("digits", shots=20, protocol="converged")],
                idempotency_key="k",
            )
    assert fake.requests[0].headers["idempotency-key"] == "k"
    assert fake.requests[0].json() == {
        "backbones": ["mine", "random"],
        "tasks": [
            {"kind": "linear", "dataset": "digits"},
            {"kind": "few-shot", "dataset": "digits", "shots": 20, "protocol": "converged"},
        ],
    }


def test_a_stream_that_breaks_off_goes_on_after_the_last_event() -> None:
    def stream(request: Request):
        if request.headers.get("last-event-id") == "7":
            text = ': still here\n\nid: 8\nevent: end\ndata: {"state":\ndata: "completed"}\n\n'
        else:
            # The last event is cut off: it was not seen.
            text = 'id: 7\nevent: progress\ndata: {"state": "running"}\n\nid: 8\nevent: end\ndata: {"sta'
        return 200, "text/event-stream", text.encode()

    seen: list[str] = []
    with Fake(stream) as fake, carryover.Client(fake.url) as client:
        ended = client.wait("e-1", progress=lambda view: seen.append(view["state"]))
    assert ended == {"state": "completed"}
    assert seen == ["running", "completed"]
    assert [request.headers.get("last-event-id") for request in fake.requests] == [None, "7"]


def test_waiting_ends_in_time() -> None:
    with Fake(lambda request: (200, "text/event-stream", b": still here\n\n")) as fake:
        with carryover.Client(fake.url) as client, pytest.raises(TimeoutError, match="e-1 goes on"):
            client.wait("e-1", timeout=0.2)


def test_a_refused_dataset_says_why() -> None:
    body = {"state": "refused", "problem": {"status": 422, "code": "NOT_A_DATASET", "detail": "no labels"}}
    with Fake(lambda request: answer(body)) as fake:
        with carryover.Client(fake.url) as client, pytest.raises(carryover.CarryoverError, match="NOT_A_DATASET no labels"):
            client.wait_for_dataset("digits")


def test_results_are_flat_rows_over_all_pages() -> None:
    def page(request: Request):
        row = {"backbone": "a", "value": 90.5, "ci95": {"lo": 89.0, "hi": 92.0, "method": "wilson"}}
        if "cursor" in request.path:
            return answer({"items": [{**row, "backbone": "b"}]})
        return answer({"items": [row], "next": "c+1"})

    with Fake(page) as fake, carryover.Client(fake.url) as client:
        rows = client.results(dataset="digits")
    assert [row["backbone"] for row in rows] == ["a", "b"]
    assert rows[0] == {"backbone": "a", "value": 90.5, "ci95_lo": 89.0, "ci95_hi": 92.0, "interval": "wilson"}
    assert fake.paths()[1] == "GET /v1/results?limit=1000&dataset=digits&cursor=c%2B1"


def test_results_as_a_frame() -> None:
    pandas = pytest.importorskip("pandas")
    row = {"backbone": "a", "value": 90.5, "ci95": {"lo": 89.0, "hi": 92.0, "method": "wilson"}}
    with Fake(lambda request: answer({"items": [row]})) as fake, carryover.Client(fake.url) as client:
        frame = client.results_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["ci95_lo"]) == [89.0]


def test_a_part_that_is_lost_is_sent_again_alone(tmp_path: Path) -> None:
    file = tmp_path / "weights"
    file.write_bytes(b"0123456789")
    lost = {"/part2": 1}

    def store(request: Request):
        left = lost.get(request.path, 0)
        lost[request.path] = left - 1
        return (503 if left > 0 else 200), "text/plain", b""

    pauses: list[float] = []
    with Fake(store) as fake, httpx.Client() as http:
        parts = [
            {"number": 1, "from": 0, "sizeBytes": 6, "url": fake.url + "/part1"},
            {"number": 2, "from": 6, "sizeBytes": 4, "url": fake.url + "/part2"},
        ]
        send(file, {"sizeBytes": 10, "parts": parts}, http, pauses.append)
    assert [request.body for request in fake.requests] == [b"012345", b"6789", b"6789"]
    assert pauses == [0.5]


def test_a_refusal_of_the_store_is_not_repeated_and_the_upload_is_given_up(tmp_path: Path) -> None:
    file = tmp_path / "weights"
    file.write_bytes(b"01")

    def reply(request: Request):
        if request.method == "POST":
            return answer({"id": "up-1", "sizeBytes": 2, "url": fake.url + "/put", "parts": []}, 201)
        return (403 if request.method == "PUT" else 204), "text/plain", b""

    fake = Fake(reply)
    with fake, carryover.Client(fake.url) as client, pytest.raises(carryover.CarryoverError, match="answered 403"):
        client.upload(file)
    assert fake.paths() == ["POST /v1/uploads", "PUT /put", "DELETE /v1/uploads/up-1"]


def test_safetensors_as_the_format_says(tmp_path: Path) -> None:
    features = np.arange(6, dtype=np.float32).reshape(3, 2)
    write_features(tmp_path / "f.safetensors", features, np.array([0, 1, 2]), ["é", "b", "c"])
    data = (tmp_path / "f.safetensors").read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    assert length % 8 == 0
    assert header["features"] == {"dtype": "F32", "shape": [3, 2], "data_offsets": [0, 24]}
    assert header["labels"] == {"dtype": "I64", "shape": [3], "data_offsets": [24, 48]}
    assert json.loads(header["__metadata__"]["images"]) == ["é", "b", "c"]
    assert np.array_equal(np.frombuffer(data[8 + length :][:24], "<f4").reshape(3, 2), features)


def test_evaluate_sends_features_of_every_split_and_waits() -> None:
    def reply(request: Request):
        if request.path == "/v1/uploads":
            name, size = request.json()["fileName"], request.json()["sizeBytes"]
            return answer({"id": "up-" + name, "sizeBytes": size, "url": f"{fake.url}/put/{name}", "parts": []}, 201)
        if request.path == "/v1/evaluations/e-1":
            return 200, "text/event-stream", b'id: 1\nevent: end\ndata: {"id": "e-1", "state": "completed"}\n\n'
        return answer({"id": "e-1", "state": "planning"}, 202)

    batches = [(np.ones((2, 3)), np.array([0, 1])), (np.zeros((1, 3)), np.array([1]))]
    fake = Fake(reply)
    with fake, carryover.Client(fake.url) as client:
        ended = client.evaluate(
            lambda images: images * 2,
            {"digits": {"train": batches, "val": batches, "test": batches}},
            name="mine",
            recipe="twice the pixels",
            tasks=[{"kind": "linear"}, {"kind": "few-shot", "shots": 1}],
        )
    assert [view["state"] for view in ended] == ["completed"]
    register = next(request.json() for request in fake.requests if request.path == "/v1/backbones")
    assert register == {
        "name": "mine",
        "dataset": "digits",
        "recipe": "twice the pixels",
        "features": {split: f"up-mine-{split}.safetensors" for split in ("train", "val", "test")},
    }
    posted = next(r.json() for r in fake.requests if r.path == "/v1/evaluations")
    assert posted["tasks"] == [
        {"kind": "linear", "dataset": "digits"},
        {"kind": "few-shot", "shots": 1, "dataset": "digits"},
    ]
    put = next(request.body for request in fake.requests if request.method == "PUT")
    assert put.endswith(np.array([0, 1, 1], "<i8").tobytes())
