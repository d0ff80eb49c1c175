# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""The gateway's HTTP interface."""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

import httpx

from ._errors import CarryoverError, checked
from ._events import events
from ._features import Batches, extract
from ._safetensors import write_features
from ._uploads import send

if TYPE_CHECKING:
    import pandas

Json = dict[str, Any]
ENDED = ("completed", "completed-with-failures", "cancelled")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Client:
    """A running system, by the address of its gateway.

    Where the gateway is on this machine, files are named by their path; elsewhere they are sent to the object store.
    Views are the API's JSON as it comes: ``/q/openapi`` describes them.

    Every method raises :class:`CarryoverError` with the system's code: ``GATEWAY_UNREACHABLE`` where none answers.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8080",
        *,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 60,
        results_url: str | None = None,
    ) -> None:
        """
        Args:
            url: of the gateway.
            key: of the gateway, ``co_…``; default ``CARRYOVER_KEY`` or what the file ``CARRYOVER_KEY_FILE`` holds.
            headers: sent with each request; ``Authorization`` goes before a key.
            timeout: seconds that one answer may take.
            results_url: of the results service, where it isn't behind the gateway's address (docker compose).
        """
        self._timeout = timeout
        sent = _with_key(httpx.Headers(dict(headers or {})), key)
        self._http = httpx.Client(base_url=url, headers=sent, timeout=timeout)
        self._results = (
            self._http
            if results_url is None
            else httpx.Client(base_url=results_url, headers=sent, timeout=timeout)
        )
        # Presigned URLs carry their own right: no header of ours goes to the store.
        self._store = httpx.Client(timeout=httpx.Timeout(timeout, write=600, read=600))
        self._local = self._http.base_url.host in _LOOPBACK

    def close(self) -> None:
        """Lets go of all connections."""
        for http in (self._http, self._results, self._store):
            http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    # Registrations

    def register_backbone(self, name: str, *, checkpoint: str | os.PathLike[str] | None = None, **fields: Any) -> Json:
        """Registers a backbone; repeating it is harmless.

        Args:
            name: letters, digits, ``.``, ``_``, ``-``.
            checkpoint: a file of weights.
            fields: of the API's request as they are: ``control``, ``inputSize``, ``normalize``, ``architecture``, ….

        Returns:
            its view: ``pending`` until a worker has opened it. Evaluations wait for it.
        """
        place = {} if checkpoint is None else self._place(Path(checkpoint))
        return self._post("/v1/backbones", {"name": name, **place, **fields})

    def register_dataset(self, name: str, place: str | os.PathLike[str], **fields: Any) -> Json:
        """Registers images.

        Args:
            name: letters, digits, ``.``, ``_``, ``-``.
            place: a folder or CSV file on the gateway's machine, or elsewhere a tar of the folder.
            fields: of the API's request: ``format``, ``role``, ``note``, ``attribution``, ``skipBroken``.
        """
        return self._post("/v1/datasets", {"name": name, **self._place(Path(place)), **fields})

    def backbone(self, name: str) -> Json:
        """How a backbone stands: ``pending``, ``ready``, or ``refused`` with its ``problem``."""
        return self._get(self._http, f"/v1/backbones/{quote(name, safe='')}")

    def dataset(self, name: str) -> Json:
        """How a dataset stands, with its classes and the number of images of each split."""
        return self._get(self._http, f"/v1/datasets/{quote(name, safe='')}")

    def backbones(self) -> list[Json]:
        """All of them."""
        return list(self._pages(self._http, "/v1/backbones", {}))

    def datasets(self) -> list[Json]:
        """All of them."""
        return list(self._pages(self._http, "/v1/datasets", {}))

    def wait_for_dataset(self, name: str, *, timeout: float | None = None) -> Json:
        """A dataset's view when its import has ended.

        Raises:
            CarryoverError: the code of its refusal.
            TimeoutError: it didn't end within ``timeout`` seconds.
        """
        until = _deadline(timeout)
        while True:
            view = self.dataset(name)
            if view["state"] == "ready":
                return view
            if view["state"] == "refused":
                raise CarryoverError.of_problem(view["problem"])
            _pause(until, f"dataset {name} is still {view['state']}")

    # Evaluations

    def submit(
        self,
        backbones: Sequence[str],
        tasks: Sequence[Mapping[str, Any]],
        *,
        name: str | None = None,
        idempotency_key: str | None = None,
    ) -> Json:
        """Posts an evaluation: every backbone × every task.

        Args:
            backbones: names of registered ones.
            tasks: as :func:`carryover.linear` and its neighbours make them.
            name: for people.
            idempotency_key: the same key and body give the same evaluation for seven days.

        Returns:
            the evaluation's view; its ``id`` is for :meth:`wait`.
        """
        body: Json = {"backbones": list(backbones), "tasks": [dict(task) for task in tasks]}
        if name is not None:
            body["name"] = name
        return self._post("/v1/evaluations", body, {"Idempotency-Key": idempotency_key} if idempotency_key else {})

    def evaluation(self, id: str) -> Json:
        """Where an evaluation stands."""
        return self._get(self._http, f"/v1/evaluations/{quote(id, safe='')}")

    def evaluations(self) -> list[Json]:
        """All of them, newest first."""
        return list(self._pages(self._http, "/v1/evaluations", {}))

    def cancel(self, id: str) -> None:
        """Stops what no other evaluation wants; results that stand stay."""
        self._send(self._http, "DELETE", f"/v1/evaluations/{quote(id, safe='')}")

    def watch(self, id: str, *, timeout: float | None = None) -> Iterator[Json]:
        """Views of an evaluation as it goes on, by server-sent events; the last one is its end.

        A stream that breaks off goes on after the last event that was seen.

        Raises:
            TimeoutError: it didn't end within ``timeout`` seconds; it goes on, and can be watched again.
        """
        until = _deadline(timeout)
        path = f"/v1/evaluations/{quote(id, safe='')}"
        last = ""
        failures = 0
        while True:
            headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})}
            try:
                with self._http.stream("GET", path, headers=headers, timeout=self._patience(until)) as response:
                    if checked(response).status_code == 204:
                        yield self.evaluation(id)
                        return
                    for event in events(_in_time(_lines(response), until, id)):
                        failures = 0
                        last = event.id or last
                        yield json.loads(event.data)
                        if event.name == "end":
                            return
            except httpx.TransportError as failure:
                failures += 1
                if failures == 6:
                    raise self._unreachable(self._http, failure) from failure
            _pause(until, f"evaluation {id} goes on", min(5.0, 0.5 * 2**failures))

    def wait(
        self,
        id: str,
        *,
        timeout: float | None = None,
        progress: Callable[[Json], None] | None = None,
    ) -> Json:
        """An evaluation's view when it has ended; look at its ``state`` and ``failures``.

        Args:
            id: of the evaluation.
            timeout: seconds, or for ever.
            progress: called with each view on the way.

        Raises:
            TimeoutError: it goes on, and can be waited for again.
        """
        for view in self.watch(id, timeout=timeout):
            if progress is not None:
                progress(view)
            if view["state"] in ENDED:
                return view
        return self.evaluation(id)

    # Features of this process

    def supply_features(
        self,
        name: str,
        dataset: str,
        splits: Mapping[str, tuple[Any, Any]],
        *,
        recipe: str,
        images: Mapping[str, Sequence[str]] | None = None,
    ) -> Json:
        """Registers features that were computed here as a backbone.

        Args:
            name: of the backbone; it is of this dataset alone.
            dataset: name of a registered one.
            splits: split name → (features [N,D], labels or None), in the order of the split.
            recipe: how they were made, for those who read the numbers.
            images: split name → ids of the images, which the import checks.
        """
        uploads = {}
        with tempfile.TemporaryDirectory(prefix="carryover-") as folder:
            for split, (features, labels) in splits.items():
                file = Path(folder) / f"{name}-{split}.safetensors"
                write_features(file, features, labels, (images or {}).get(split))
                uploads[split] = self.upload(file)
        return self.register_backbone(name, features=uploads, dataset=dataset, recipe=recipe)

    def evaluate(
        self,
        model: Callable[[Any], Any],
        datasets: Mapping[str, Mapping[str, Batches]],
        *,
        name: str,
        recipe: str,
        tasks: Iterable[Mapping[str, Any]] = ({"kind": "linear"},),
        wait: bool = True,
        progress: Callable[[Json], None] | None = None,
    ) -> list[Json]:
        """Evaluates a model of this process: extracts features here, posts them, and has them evaluated.

        Args:
            model: from a batch of images to features [n,D]; a ``torch.nn.Module`` runs in evaluation mode on its device.
            datasets: name of a registered dataset → split (``train``, ``val``, ``test``) → batches of (images, labels) in
                the order of the split. A linear task needs all three.
            name: of the backbone. Supplied features belong to one dataset, so with several it gets the dataset's name
                behind it: ``mine-digits``.
            recipe: how features are made (size, normalisation, layer), for those who read the numbers.
            tasks: without their dataset: each stands for every dataset.
            wait: for the end.
            progress: called with each view on the way.

        Returns:
            the evaluations' views, one per dataset.
        """
        if not datasets:
            raise ValueError("datasets: none is given")
        kinds = [dict(task) for task in tasks]
        posted = []
        for dataset, splits in datasets.items():
            backbone = name if len(datasets) == 1 else f"{name}-{dataset}"
            made = {split: extract(model, batches) for split, batches in splits.items()}
            self.supply_features(backbone, dataset, made, recipe=recipe)
            posted.append(self.submit([backbone], [{**task, "dataset": dataset} for task in kinds], name=backbone))
        return [self.wait(view["id"], progress=progress) for view in posted] if wait else posted

    def upload(self, file: str | os.PathLike[str]) -> str:
        """Sends a file to the object store; its id stands for it in a registration."""
        path = Path(file)
        given = self._post("/v1/uploads", {"fileName": path.name, "sizeBytes": path.stat().st_size})
        try:
            send(path, given, self._store)
        except CarryoverError:
            # The store would keep the parts that arrived.
            self._send(self._http, "DELETE", f"/v1/uploads/{given['id']}")
            raise
        self._send(self._http, "POST", f"/v1/uploads/{given['id']}/complete")
        return str(given["id"])

    # Results

    def results(self, **filters: str) -> list[Json]:
        """Results that stand, newest first, each one flat dictionary.

        Args:
            filters: ``backbone``, ``dataset``, ``task``, ``protocol``.
        """
        rows = []
        for view in self._pages(self._results, "/v1/results", {"limit": "1000", **filters}):
            interval = view.pop("ci95")
            rows.append({**view, "ci95_lo": interval["lo"], "ci95_hi": interval["hi"], "interval": interval["method"]})
        return rows

    def results_frame(self, **filters: str) -> pandas.DataFrame:
        """The same as a DataFrame.

        Raises:
            ImportError: pandas isn't there; :meth:`results` needs none.
        """
        import pandas

        return pandas.DataFrame(self.results(**filters))

    def leaderboard(self, **filters: str) -> Json:
        """Backbones ranked: columns, rows, notes. All pages of it."""
        board = self._get(self._results, "/v1/leaderboard", filters)
        while cursor := board.pop("next", None):
            page = self._get(self._results, "/v1/leaderboard", {**filters, "cursor": cursor})
            board = {**page, "rows": board["rows"] + page["rows"]}
        return board

    def leaderboard_text(self, format: str = "markdown", **filters: str) -> str:
        """The same as ``markdown``, ``latex`` or ``csv``."""
        return self._send(self._results, "GET", "/v1/leaderboard", params={**filters, "format": format}).text

    def model_index(self, backbone: str) -> str:
        """Numbers of one backbone as front matter of a model card (Hugging Face)."""
        return self._send(self._results, "GET", "/v1/model-index", params={"backbone": backbone}).text

    # Requests

    def _place(self, path: Path) -> Json:
        if self._local:
            return {"path": str(path.expanduser().resolve())}
        if path.is_dir():
            raise CarryoverError("INVALID_REQUEST", f"{path} is a folder and the gateway is elsewhere", "give a tar of it")
        return {"upload": self.upload(path)}

    def _pages(self, http: httpx.Client, path: str, params: Mapping[str, str]) -> Iterator[Json]:
        cursor: str | None = None
        while True:
            page = self._get(http, path, {**params, **({"cursor": cursor} if cursor else {})})
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def _get(self, http: httpx.Client, path: str, params: Mapping[str, str] | None = None) -> Json:
        return self._send(http, "GET", path, params=params).json()

    def _post(self, path: str, body: Json, headers: Mapping[str, str] | None = None) -> Json:
        return self._send(self._http, "POST", path, json=body, headers=headers).json()

    def _send(self, http: httpx.Client, method: str, path: str, **request: Any) -> httpx.Response:
        request["headers"] = {"Accept": "application/json", **(request.get("headers") or {})}
        try:
            return checked(http.request(method, path, **request))
        except httpx.TransportError as failure:
            raise self._unreachable(http, failure) from failure

    def _patience(self, until: float | None) -> httpx.Timeout:
        """How long a stream may be silent: the gateway says something twice a minute, but no longer than it is waited for."""
        left = self._timeout if until is None else min(self._timeout, max(0.1, until - time.monotonic()))
        return httpx.Timeout(self._timeout, read=left)

    @staticmethod
    def _unreachable(http: httpx.Client, failure: Exception) -> CarryoverError:
        return CarryoverError("GATEWAY_UNREACHABLE", f"no gateway answers at {http.base_url} ({failure})")


def _deadline(timeout: float | None) -> float | None:
    return None if timeout is None else time.monotonic() + timeout


def _pause(until: float | None, problem: str, seconds: float = 0.5) -> None:
    if until is not None and time.monotonic() > until:
        raise TimeoutError(problem)
    time.sleep(seconds)


def _with_key(headers: httpx.Headers, key: str | None) -> httpx.Headers:
    """The headers and, where they say nothing of who asks, a key: the one given or the environment's."""
    if key is None:
        key = os.environ.get("CARRYOVER_KEY", "").strip()
        file = os.environ.get("CARRYOVER_KEY_FILE", "").strip()
        if not key and file:
            key = Path(file).read_text(encoding="utf-8").strip()
    if key and "Authorization" not in headers:
        headers["Authorization"] = f"Bearer {key}"
    return headers


def _lines(response: httpx.Response) -> Iterator[str]:
    """Lines without their ends: httpx before 0.24 leaves them on."""
    return (line.rstrip("\r\n") for line in response.iter_lines())


def _in_time(lines: Iterable[str], until: float | None, id: str) -> Iterator[str]:
    """Lines, comments among them, so that a silent evaluation is given up in time, too."""
    for line in lines:
        yield line
        if until is not None and time.monotonic() > until:
            raise TimeoutError(f"evaluation {id} goes on")
