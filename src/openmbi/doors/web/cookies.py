"""Cookies of the door: for this host alone, out of reach of scripts, not sent with what another site asks for."""

from __future__ import annotations

from http.cookies import SimpleCookie


def cookie(name: str, value: str, *, secure: bool, seconds: int | None = None) -> str:
    """Return a `Set-Cookie` header's value; it lasts as long as the browser is open where no `seconds` are given, and 0 ends it (RFC 6265bis)."""
    jar: SimpleCookie = SimpleCookie()
    jar[name] = value
    jar[name]["path"] = "/"
    jar[name]["httponly"] = True
    jar[name]["samesite"] = "Lax"
    if secure:
        jar[name]["secure"] = True
    if seconds is not None:
        jar[name]["max-age"] = str(seconds)
    return jar[name].OutputString()
