# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""Files to the object store, by the presigned URLs that the gateway gives."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable, Iterator

import httpx

from ._errors import CarryoverError

_TRIES = 6
_PIECE = 1 << 20


def send(
    file: Path,
    given: dict[str, Any],
    http: httpx.Client,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Sends all of ``file``, each part again by itself where it is lost.

    Raises:
        CarryoverError: STORE_UNAVAILABLE naming the part.
    """
    parts = given.get("parts") or [{"from": 0, "sizeBytes": given["sizeBytes"], "url": given["url"]}]
    for part in parts:
        what = f"part {part['number']} of {len(parts)}" if "number" in part else "the file"
        _send(file, part["from"], part["sizeBytes"], part["url"], what, http, pause)


def _send(
    file: Path, first: int, size: int, url: str, what: str, http: httpx.Client, pause: Callable[[float], None]
) -> None:
    wait = 0.5
    for attempt in range(1, _TRIES + 1):
        hopeless = False
        try:
            answer = http.put(url, content=_slice(file, first, size), headers={"Content-Length": str(size)})
            if answer.is_success:
                return
            problem = f"answered {answer.status_code}"
            hopeless = 400 <= answer.status_code < 500 and answer.status_code not in (408, 429)
        except httpx.TransportError as failure:
            problem = f"did not answer ({failure})"
        if hopeless or attempt == _TRIES:
            raise CarryoverError(
                "STORE_UNAVAILABLE",
                f"the object store {problem} to {what} of {file.name}, tried {attempt} times",
            )
        pause(wait)
        wait *= 2


def _slice(file: Path, first: int, size: int) -> Iterator[bytes]:
    with file.open("rb") as source:
        source.seek(first)
        while size > 0:
            piece = source.read(min(size, _PIECE))
            if not piece:
                return
            size -= len(piece)
            yield piece
