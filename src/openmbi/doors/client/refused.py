"""What the API refused, said as it said it."""

from __future__ import annotations

from typing import Any

import httpx

from openmbi.core.language import Text
from openmbi.core.problems import Problem

_UNTOLD = Text("未说明原因", "no reason was told")


class Refused(Problem):
    """A problem that the API told, with its code, and the `status` of its answer."""

    def __init__(self, status: int, code: str, found: Text, fix: Text, **more: Any) -> None:
        self.status = status
        super().__init__(code, found, fix, **more)


def refused(answer: httpx.Response) -> Refused:
    """Return what an answer that is no success says (RFC 9457); what a proxy says in its own words is told by its status."""
    told = problem_of(answer)
    if told is None:
        found = Text("服务器答复 {status}", "the server answered {status}").fill(status=answer.status_code)
        fix = Text("检查地址，或稍后再试", "check the address, or try again later")
        return Refused(answer.status_code, "client.status", found, fix)
    expected = told.get("expected")
    return Refused(
        answer.status_code,
        str(told["code"]),
        Text.of(told.get("found") or vars(_UNTOLD)),
        Text.of(told.get("fix") or vars(_UNTOLD)),
        expected=Text.of(expected) if expected else None,
        field=told.get("field"),
    )


def problem_of(answer: httpx.Response) -> dict[str, Any] | None:
    """Return the problem that an answer tells; None where it tells none."""
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return None
    told = answer.json()
    return told if isinstance(told, dict) and "code" in told else None


def unreachable(url: str, error: httpx.HTTPError) -> Problem:
    """Return what is said where no answer came at all."""
    return Problem(
        "client.unreachable",
        Text("连接不上 {url}：{why}", "{url} cannot be reached: {why}").fill(url=url, why=error),
        Text("检查地址与网络，以及 mbi serve 是否在运行", "check the address, the network, and that `mbi serve` runs"),
    )
