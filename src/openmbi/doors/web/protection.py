"""What every answer carries, whatever it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""The names that this machine may be asked by: another name that leads here is DNS rebinding."""

NOTICE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Content policy of an answer that needs no style."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "Content-Security-Policy": NOTICE_POLICY,
}


async def protect(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    """Add the headers that an answer does not set itself."""
    response = await answer(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
