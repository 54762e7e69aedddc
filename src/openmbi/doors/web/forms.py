"""The token that a reader's forms carry: bound to the reader's session and form cookie, so that no other site can send a form in the reader's name.

A synchroniser token by HMAC (OWASP, Cross-Site Request Forgery Prevention): the secret stays in an HttpOnly cookie, its keyed digest in the form.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from secrets import token_urlsafe

from starlette.requests import HTTPConnection

FIELD = "csrf"
HEADER = "x-csrf-token"
_SECRET_BYTES = 32


def new_secret() -> str:
    """Return a new secret for the form cookie."""
    return token_urlsafe(_SECRET_BYTES)


def token_of(request: HTTPConnection) -> str:
    """Return the token of a reader's forms; the form cookie is set with the answer."""
    request.state.form_used = True
    return _token(request.state.form_secret, request.state.session_secret)


def is_token(request: HTTPConnection, given: str) -> bool:
    """Whether a token is the one that the reader's forms carry."""
    expected = _token(request.state.form_secret, request.state.session_secret)
    return hmac.compare_digest(expected.encode(), given.encode())


def _token(form_secret: str, session_secret: str) -> str:
    return hmac.new(form_secret.encode(), session_secret.encode(), sha256).hexdigest()
