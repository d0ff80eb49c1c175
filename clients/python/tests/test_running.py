# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""Against a running system: `CARRYOVER_URL=http://127.0.0.1:8080 pytest tests/test_running.py`, on this machine."""

from __future__ import annotations

import gzip
import os
import secrets
from pathlib import Path

import carryover
import numpy as np
import pytest

URL = os.environ.get("CARRYOVER_URL")
DIGITS = Path(__file__).parents[3] / "demo" / "digits"
CHECKPOINTS = Path(__file__).parents[3] / "demo" / "checkpoints"

pytestmark = pytest.mark.skipif(URL is None, reason="CARRYOVER_URL names no running system")


@pytest.fixture(scope="module")
def client():
    with carryover.Client(str(URL), timeout=300) as client:
        # Content and facts as the command registers them would be the same name; another role or note is NAME_TAKEN.
        names = [view["name"] for view in client.datasets()]
        if "digits" not in names:
            client.register_dataset("digits", DIGITS, format="idx")
        client.wait_for_dataset("digits", timeout=300)
        yield client


def idx(split: str) -> tuple[np.ndarray, np.ndarray]:
    """Images U8 [N,28,28] or of another size, and labels, in the order of the files, which is the split's."""
    with gzip.open(DIGITS / f"{split}-images-idx3-ubyte.gz") as file:
        data = file.read()
    shape = np.frombuffer(data, ">i4", 3, 4)
    with gzip.open(DIGITS / f"{split}-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), "u1", offset=8)
    return np.frombuffer(data, "u1", offset=16).reshape(shape), labels.astype(np.int64)


def batches(split: str):
    torch = pytest.importorskip("torch")
    images, labels = idx(split)
    data = torch.utils.data.TensorDataset(torch.from_numpy(images / np.float32(255))[:, None], torch.from_numpy(labels))
    return torch.utils.data.DataLoader(data, batch_size=256)


def network():
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 64, 5, stride=2), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(3), torch.nn.Flatten()
    )


def test_a_model_of_this_process_is_evaluated(client: carryover.Client) -> None:
    name = f"python-{secrets.token_hex(4)}"
    seen: list[str] = []
    [ended] = client.evaluate(
        network(),
        {"digits": {split: batches(split) for split in ("train", "val", "test")}},
        name=name,
        recipe="one random convolution, 3x3 average pool, pixels / 255",
        tasks=[{"kind": "linear"}, {"kind": "few-shot", "shots": 5}],
        progress=lambda view: seen.append(view["state"]),
    )
    assert ended["state"] == "completed", ended["failures"]
    assert seen[-1] == "completed"
    rows = client.results(backbone=name)
    assert sorted(row["task"] for row in rows) == ["few-shot-5w5s15q", "linear"]
    linear = next(row for row in rows if row["task"] == "linear")
    print(linear)
    assert linear["origin"] == "features-supplied" and linear["n"] == 1800
    assert 50 < linear["ci95_lo"] < linear["value"] < linear["ci95_hi"] <= 100


def test_features_in_another_order_are_refused(client: carryover.Client) -> None:
    name = f"python-{secrets.token_hex(4)}"
    images, labels = idx("val")
    features = images.reshape(len(images), -1).astype(np.float32)
    client.supply_features(name, "digits", {"val": (features[::-1], labels[::-1])}, recipe="pixels, backwards")
    ended = client.wait(client.submit([name], [carryover.few_shot("digits")])["id"], timeout=300)
    print(ended["state"], ended["failures"])
    assert ended["state"] == "completed-with-failures"
    assert ended["failures"]


def test_a_checkpoint_is_evaluated(client: carryover.Client) -> None:
    name = f"python-{secrets.token_hex(4)}"
    view = client.register_backbone(name, checkpoint=CHECKPOINTS / "resnet50w8_supervised.pth", inputSize=64)
    assert view["name"] == name
    ended = client.wait(client.submit([name], [carryover.linear("digits")], name=name)["id"], timeout=600)
    assert ended["state"] == "completed", ended["failures"]
    assert [row["value"] for row in client.results(backbone=name)][0] > 80
    assert name in [row["backbone"] for row in client.leaderboard()["rows"]]


def test_an_upload_arrives(client: carryover.Client) -> None:
    upload = client.upload(CHECKPOINTS / "resnet50w8_simclr.pth")
    name = f"python-{secrets.token_hex(4)}"
    assert client.register_backbone(name, upload=upload, inputSize=64)["state"] in ("pending", "ready")


def test_the_formats_of_the_board(client: carryover.Client) -> None:
    assert client.leaderboard_text("markdown", dataset="digits").startswith("### Leaderboard")
    assert "\\toprule" in client.leaderboard_text("latex", dataset="digits")
    assert client.leaderboard_text("csv").startswith("backbone,")
