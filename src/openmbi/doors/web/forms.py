"""The token that a reader's forms carry: bound to the reader's session and form cookie, so that no other site can send a form in the reader's name.

A synchroniser token by HMAC (OWASP, Cross-Site Request Forgery Prevention): the secret stays in an HttpOnly cookie, its keyed digest in the form. Each time
it is written it is masked anew by random bytes (one-time pad, as in Django), so that the length of a compressed page tells nothing of it.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from secrets import token_bytes, token_urlsafe

from starlette.requests import HTTPConnection

FIELD = "csrf"
HEADER = "x-csrf-token"
_SECRET_BYTES = 32
_TOKEN_BYTES = sha256().digest_size


def new_secret() -> str:
    """Return a new secret for the form cookie."""
    return token_urlsafe(_SECRET_BYTES)


def token_of(request: HTTPConnection) -> str:
    """Return the token of a reader's forms; the form cookie is set with the answer."""
    request.state.form_used = True
    return _masked(_token(request.state.form_secret, request.state.session_secret))


def is_token(request: HTTPConnection, given: str) -> bool:
    """Whether a token is the one that the reader's forms carry."""
    expected = _token(request.state.form_secret, request.state.session_secret)
    return hmac.compare_digest(expected, _unmasked(given))


def _token(form_secret: str, session_secret: str) -> bytes:
    return hmac.new(form_secret.encode(), session_secret.encode(), sha256).digest()


def _masked(token: bytes) -> str:
    """Return a mask and the token under it, as hexadecimal digits."""
    mask = token_bytes(_TOKEN_BYTES)
    return (mask + _under(mask, token)).hex()


def _unmasked(given: str) -> bytes:
    """Return the token of a text; an empty one, which is nobody's, of a text that is none."""
    try:
        both = bytes.fromhex(given)
    except ValueError:
        return b""
    return _under(both[:_TOKEN_BYTES], both[_TOKEN_BYTES:]) if len(both) == 2 * _TOKEN_BYTES else b""


def _under(mask: bytes, token: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, token, strict=True))
