# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""What goes wrong, as the system says it."""

from __future__ import annotations

from typing import Any, Mapping

import httpx


class CarryoverError(Exception):
    """A refusal or failure with its code of docs/errors.md.

    Attributes:
        code: such as ``NAME_TAKEN``.
        detail: one line that says what is wrong.
        remedy: what to do about it; empty where nothing is known.
        status: of HTTP; 0 where none answered.
    """

    def __init__(self, code: str, detail: str, remedy: str = "", status: int = 0) -> None:
        super().__init__(f"{code} {detail}" + (f" ({remedy})" if remedy else ""))
        self.code = code
        self.detail = detail
        self.remedy = remedy
        self.status = status

    @classmethod
    def of_problem(cls, problem: Mapping[str, Any]) -> CarryoverError:
        """Of an RFC 9457 document."""
        return cls(
            str(problem.get("code", "INTERNAL")),
            str(problem.get("detail", "")),
            str(problem.get("remedy", "")),
            int(problem.get("status", 0)),
        )


def checked(response: httpx.Response) -> httpx.Response:
    """The response, where it is a success.

    Raises:
        CarryoverError: what its problem document says.
    """
    if response.is_success:
        return response
    response.read()
    try:
        problem = response.json()
    except ValueError:
        problem = None
    if isinstance(problem, dict) and "code" in problem:
        raise CarryoverError.of_problem(problem)
    raise CarryoverError(
        "INTERNAL", f"the gateway answered {response.status_code} to {response.url.path}", status=response.status_code
    )
