"""How often one may ask: each address, each user, and more strictly where somebody proves who it is."""

from __future__ import annotations

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request
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


class Rates:
    """Refuses an address that asks too often."""

    def __init__(self, app: ASGIApp, *, settings: WebSettings) -> None:
        self._app = app
        self._counts = Counts()
        self._all = parse(settings.per_source)
        self._proofs = parse(settings.sign_ins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] in _FREE or self._takes(scope):
            await self._app(scope, receive, send)
            return
        await refusal(Request(scope), too_many())(scope, receive, send)

    def _takes(self, scope: Scope) -> bool:
        source = source_of(scope)
        if _proves(scope) and not self._counts.takes(self._proofs, "proof", source):
            return False
        return self._counts.takes(self._all, "source", source)


def source_of(scope: Scope) -> str:
    """Return the address that a request came from; behind a declared proxy, the one that the proxy tells."""
    return (scope.get("client") or ("unknown",))[0]


def _proves(scope: Scope) -> bool:
    """Whether a request proves who somebody is: a password sent, or a way through the identity provider."""
    path = without_language(scope["path"])
    return path.startswith(OIDC) or (scope["method"] == "POST" and path in (SIGN_IN, PASSWORD))
