# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), as much as the gateway uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Iterator


@dataclass(frozen=True)
class Event:
    """One event; ``id`` is empty where it has none."""

    name: str
    data: str
    id: str


def events(lines: Iterable[str]) -> Iterator[Event]:
    """Events of a stream's lines; one that the end cuts off is dropped, as the standard says."""
    name, data, number = "message", [], ""
    for line in lines:
        if line == "":
            if data:
                yield Event(name, "\n".join(data), number)
            name, data = "message", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
        elif field == "id":
            number = value
