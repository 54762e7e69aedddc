"""How often one may ask: each address, each user, and more strictly where somebody proves who it is."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from openmbi.doors.web.addresses import OIDC, PASSWORD, SIGN_IN, without_language
from openmbi.doors.web.answers import refusal
from openmbi.doors.web.refusals import too_many
from openmbi.doors.web.settings import WebSettings

_FREE = ("/healthz",)


class Counts:
    """Counts of the latest requests, in memory: one process serves. Safe to share between threads."""

    def __init__(self) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def takes(self, rate: RateLimitItem, *who: str) -> bool:
        """Count a request and say whether it still lies within the rate."""
        return self._limiter.hit(rate, *who)

    def wait_seconds(self, rate: RateLimitItem, *who: str) -> int:
        """Return after how many whole seconds, at least one, there is room again."""
        return max(1, math.ceil(self._limiter.get_window_stats(rate, *who).reset_time - time.time()))


class Rates:
    """Refuses an address that asks too often."""

    def __init__(self, app: ASGIApp, *, settings: WebSettings) -> None:
        self._app = app
        self._counts = Counts()
        self._all = parse(settings.per_source)
        self._proofs = parse(settings.sign_ins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        wait_seconds = None if scope["type"] != "http" or scope["path"] in _FREE else self._wait_seconds(scope)
        if wait_seconds is None:
            await self._app(scope, receive, send)
        else:
            await patience(Request(scope), wait_seconds)(scope, receive, send)

    def _wait_seconds(self, scope: Scope) -> int | None:
        """Count a request; return after how long it may be made again, None where it may be made now."""
        source = source_of(scope)
        rates = [(self._all, "source"), *([(self._proofs, "proof")] if _proves(scope) else [])]
        for rate, kind in reversed(rates):
            if not self._counts.takes(rate, kind, source):
                return self._counts.wait_seconds(rate, kind, source)
        return None


def patience(request: Request, wait_seconds: int) -> Response:
    """Return what is answered to whoever asks too often, with the header `Retry-After`."""
    answer = refusal(request, too_many())
    answer.headers["Retry-After"] = str(wait_seconds)
    return answer


def source_of(scope: Scope) -> str:
    """Return the address that a request came from; behind a declared proxy, the one that the proxy tells."""
    return (scope.get("client") or ("unknown",))[0]


def _proves(scope: Scope) -> bool:
    """Whether a request proves who somebody is: a password sent, or a way through the identity provider."""
    path = without_language(scope["path"])
    return path.startswith(OIDC) or (scope["method"] == "POST" and path in (SIGN_IN, PASSWORD))
