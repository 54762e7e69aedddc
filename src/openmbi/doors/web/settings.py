"""How the web door is set: over which names it answers, whether over TLS, and how much it takes from whom."""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""The names that this machine may be asked by: another name that leads here is DNS rebinding."""


@dataclass(frozen=True)
class WebSettings:
    """`hosts`: names that requests may ask for, without port. `secure`: readers come over TLS, ours or the proxy's.

    Rates are those of the library `limits`, such as `600/minute`: `per_source` an address, `per_user` a signed-in user, `sign_ins` an address at the
    sign-in pages. `body_bytes`: the longest body of a request; `upload_bytes`: where files are taken.
    """

    hosts: tuple[str, ...] = LOOPBACK_HOSTS
    secure: bool = False
    per_source: str = "6000/minute"
    per_user: str = "1200/minute"
    sign_ins: str = "30/minute"
    body_bytes: int = 1 << 20
    upload_bytes: int = 32 << 20

    @property
    def session_cookie(self) -> str:
        """The name of the session's cookie; under TLS the browser itself holds it to this host and to TLS."""
        return "__Host-mbi" if self.secure else "mbi"

    @property
    def form_cookie(self) -> str:
        """The name of the cookie that a reader's forms are bound to."""
        return f"{self.session_cookie}-form"
