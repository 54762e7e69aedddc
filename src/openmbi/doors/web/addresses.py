"""Addresses of the door's own pages, and where it may lead a reader back to."""

from __future__ import annotations

import re

from openmbi.core.language import Language

SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
PASSWORD = "/password"
SESSIONS = "/sessions"
TOKENS = "/tokens"
USERS = "/users"
OIDC = "/oidc/"
_LANGUAGE = re.compile(r"^/(?:zh|en)(?=/|$)")
_PLAIN = re.compile(r"/(?![/\\])[!-~]{0,2000}")


def in_language(address: str, language: Language) -> str:
    """Return an address in a language, whichever it names: `/zh/users` and `/users` become `/en/users`."""
    return f"/{language}{without_language(address)}"


def without_language(address: str) -> str:
    """Return an address without the language that it begins with."""
    return _LANGUAGE.sub("", address, count=1)


def within(address: str, otherwise: str) -> str:
    """Return an address that leads within this site; `otherwise` where it could lead out: another host, `//host`, `/\\host`, a line break."""
    return address if _PLAIN.fullmatch(address) and "\\" not in address else otherwise
