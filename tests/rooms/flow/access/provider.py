"""An identity provider on this machine: it speaks OpenID Connect by HTTP, holds its clients to PKCE, gives a code once, and can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "openmbi-test", "provider & secret"


@dataclass
class Provider:
    """What the provider knows. `person`: who sits at the browser and has signed in there; `spoilt`: claims that it gets wrong; `now`: its clock."""

    now: datetime
    issuer: str = ""
    person: str = "42-wang"
    spoilt: dict[str, Any] = field(default_factory=dict)
    signed_by: RSAKey | None = None
    confuses: bool = False
    says_issuer: str | None = None
    key: RSAKey = field(default_factory=lambda: new_key("its own"))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.says_issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict[str, Any]:
        return KeySet([self.key]).as_dict(private=False)

    def authorize(self, query: dict[str, str]) -> str:
        """Return where the browser is sent back to, with a code."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = hashlib.sha256(json.dumps(query).encode()).hexdigest()
        self.codes[code] = query
        self.asked.append(query)
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return the tokens for a code; None where the client may not have them."""
        asked = self.codes.pop(form.get("code", ""), None)
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        challenge = _base64(hashlib.sha256(form["code_verifier"].encode()).digest())
        if asked is None or authorization != f"Basic {known}" or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        if challenge != asked["code_challenge"]:
            return None
        at = int(self.now.timestamp())
        claims = {"iss": self.issuer, "sub": self.person, "aud": CLIENT, "iat": at, "exp": at + 300}
        claims |= {"nonce": asked["nonce"], "preferred_username": f"name-of-{self.person}"} | self.spoilt
        claims = {name: value for name, value in claims.items() if value is not None}
        signed = forged(claims, self.key) if self.confuses else self.signed(claims)
        return {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signed_by or self.key)


@cache
def new_key(whose: str) -> RSAKey:
    """Return a key; one for each name, for they take long to make."""
    del whose
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


def forged(claims: dict[str, Any], key: RSAKey) -> str:
    """Sign by HMAC with the public key as the secret: the old confusion of algorithms."""
    parts = [_base64(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "one"}, claims)]
    digest = hmac.digest(key.as_pem(private=False), ".".join(parts).encode(), "sha256")
    return ".".join([*parts, _base64(digest)])


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@contextmanager
def running_provider(now: datetime) -> Iterator[Provider]:
    """Run a provider on a free port of this machine."""
    provider = Provider(now)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(dict(parse_qsl(parts.query))))
                self.end_headers()
                return
            known = {"/.well-known/openid-configuration": provider.discovery, "/keys": provider.keys}
            self._json(known[parts.path]() if parts.path in known else None, 404)

        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self._json(provider.token(form, self.headers.get("Authorization", "")), 400)

        def _json(self, content: dict[str, Any] | None, refused: int) -> None:
            body = json.dumps(content if content is not None else {"error": "invalid_grant"}).encode()
            self.send_response(200 if content is not None else refused)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
