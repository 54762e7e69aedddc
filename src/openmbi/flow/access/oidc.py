"""Sign in by an identity provider: OpenID Connect Core 1.0, authorisation code flow with PKCE (RFC 7636), state and nonce.

The ID token is checked against the keys of the provider. A user is found by issuer and claim among those who were declared; nobody is made a user here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.users import OidcIdentity
from openmbi.flow.access.attempts import note_refusal
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.problems import refused
from openmbi.flow.access.secrets import new_secret
from openmbi.flow.access.sessions import Session, begin_if_allowed
from openmbi.flow.access.settings import OidcSettings

SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""By which an ID token may be signed: none but those of a key that only the provider has."""
TIMEOUT_SECONDS = 10
LEEWAY_SECONDS = 60
DISCOVERY = "/.well-known/openid-configuration"
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Begun:
    """A sign-in on its way: the `address` at the provider, and what is `kept` (JSON types) by the browser that left, signed, until it is back."""

    address: str
    kept: dict[str, str]


def begin(desk: AccessDesk, redirect: str) -> Begun:
    """Begin to sign in by the identity provider. `redirect`: the address that it sends the browser back to, as it is registered there.

    Raises
    ------
    Problem
        `access.no-provider`, `access.provider`, `access.variable-unset`.
    """
    settings = _settings(desk)
    kept = {"state": new_secret(), "nonce": new_secret(), "verifier": new_secret(), "redirect": redirect}
    with _client(settings, redirect, {}) as client:
        metadata = _metadata(client, settings)
        address, _ = client.create_authorization_url(
            metadata["authorization_endpoint"],
            state=kept["state"],
            nonce=kept["nonce"],
            code_verifier=kept["verifier"],
        )
    return Begun(address, kept)


def finish(
    desk: AccessDesk, kept: Mapping[str, str], answer: Mapping[str, str], *, now: datetime, source: str
) -> Session:
    """Begin a session for whoever comes back from the identity provider. `answer`: the query of the address by which the browser came back.

    Raises
    ------
    Problem
        `access.provider`, `access.not-proved` where the answer is not one to what was begun, or the ID token not good; `access.refused` where nobody is
        declared whom the provider knows by this claim, or the user is disabled, locked or without a role.
    """
    settings = _settings(desk)
    _check_answer(settings, kept, answer)
    claims = _claims(settings, kept, answer["code"], now)
    subject = claims.get(settings.claim)
    if not isinstance(subject, str) or not subject:
        raise _not_proved(f"no claim {settings.claim}")
    found = desk.users.of_oidc(OidcIdentity(settings.issuer, subject))
    if found is None:
        note_refusal(desk, None, "unknown", now=now, source=source)
        raise refused()
    session = begin_if_allowed(desk, found.user.identifier, now=now, source=source)
    if session is None:
        raise refused()
    return session


def _check_answer(settings: OidcSettings, kept: Mapping[str, str], answer: Mapping[str, str]) -> None:
    """Refuse an answer of another browser, of another provider (RFC 9207), or that says no."""
    if not compare_digest(answer.get("state", "").encode(), kept["state"].encode()):
        raise _not_proved("state")
    if answer.get("iss", settings.issuer) != settings.issuer:
        raise _not_proved("iss")
    if not answer.get("code"):
        raise _not_proved(str(answer.get("error") or "no code")[:80])


def _claims(settings: OidcSettings, kept: Mapping[str, str], code: str, now: datetime) -> dict[str, Any]:
    """Return the claims of the ID token that is given for a code."""
    with _client(settings, kept["redirect"], {}) as plain:
        metadata = _metadata(plain, settings)
        keys = _fetched(plain, metadata["jwks_uri"])
    with _client(settings, kept["redirect"], metadata) as client:
        try:
            token = client.fetch_token(
                metadata["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=kept["verifier"]
            )
        except AuthlibBaseError as error:
            raise _not_proved(str(error)[:200]) from error
        except (RequestException, ValueError) as error:
            raise _unusable(error) from error
    return _validated(settings, token, keys, kept["nonce"], now)


def _validated(
    settings: OidcSettings, token: Mapping[str, Any], keys: dict[str, Any], nonce: str, now: datetime
) -> dict[str, Any]:
    """Return the claims of an ID token: signed by the provider, for us, in answer to our question, and still good (OpenID Connect Core 1.0, 3.1.3.7)."""
    expected = {name: {"essential": True, "value": value} for name, value in _named(settings).items()}
    asked = {"nonce": nonce, "client_id": settings.client_id, "access_token": token.get("access_token")}
    try:
        read = jwt.decode(str(token.get("id_token", "")), KeySet.import_key_set(keys), algorithms=list(SIGNATURES))  # type: ignore[arg-type]
        claims = CodeIDToken(read.claims, read.header, expected, asked)  # type: ignore[arg-type]
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _not_proved(type(error).__name__) from error
    return dict(claims)


def _named(settings: OidcSettings) -> dict[str, str]:
    return {"iss": settings.issuer, "aud": settings.client_id}


def _settings(desk: AccessDesk) -> OidcSettings:
    if desk.settings.oidc is None:
        raise Problem(
            "access.no-provider",
            Text("bureau.toml 未设置身份提供方", "bureau.toml names no identity provider"),
            Text("在 [access.oidc] 中设置，或用口令登录", "set one in [access.oidc], or sign in by a password"),
        )
    return desk.settings.oidc


def _client(settings: OidcSettings, redirect: str, metadata: Mapping[str, Any]) -> Any:
    """Return an `OAuth2Session`, whose base has no types."""
    secret = re.sub(r"\$\{(\w+)\}", _variable, settings.client_secret)
    ways = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
    return OAuth2Session(
        settings.client_id,
        secret or None,
        token_endpoint_auth_method=way if secret else "none",
        scope=settings.scopes,
        redirect_uri=redirect,
        code_challenge_method="S256",
        default_timeout=TIMEOUT_SECONDS,
    )


def _variable(match: re.Match[str]) -> str:
    if match[1] in os.environ:
        return os.environ[match[1]]
    raise Problem(
        "access.variable-unset",
        Text("环境变量 {name} 未设置", "the environment variable {name} is not set").fill(name=match[1]),
        Text("在运行 mbi 的环境中设置该变量", "set it where mbi runs"),
        field="access.oidc.client_secret",
    )


def _metadata(client: Any, settings: OidcSettings) -> dict[str, Any]:
    """Return what the provider says of itself (OpenID Connect Discovery 1.0); it must be the one that is set, and name its addresses by https."""
    _check_address(settings.issuer)
    metadata = _fetched(client, settings.issuer.rstrip("/") + DISCOVERY)
    if metadata.get("issuer") != settings.issuer:
        raise _unusable(f"issuer {metadata.get('issuer')}")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _check_address(str(metadata.get(name, "")))
    return metadata


def _check_address(address: str) -> None:
    """Refuse an address that others on the way can read or change."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in THIS_MACHINE):
        raise _unusable(f"{address or '–'}: https")


def _fetched(client: Any, address: str) -> dict[str, Any]:
    try:
        answer = client.request("GET", address, withhold_token=True, allow_redirects=False, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        found = answer.json()
    except (RequestException, ValueError) as error:
        raise _unusable(error) from error
    if not isinstance(found, dict):
        raise _unusable(address)
    return found


def _unusable(why: object) -> Problem:
    return Problem(
        "access.provider",
        Text("身份提供方无法使用：{why}", "the identity provider cannot be used: {why}").fill(why=str(why)[:200]),
        Text(
            "检查 [access.oidc] 与网络，或请系统管理员处理",
            "check [access.oidc] and the network, or ask the administrator",
        ),
    )


def _not_proved(why: str) -> Problem:
    return Problem(
        "access.not-proved",
        Text("身份提供方的答复不能证明身份：{why}", "what the identity provider answered proves nothing: {why}").fill(
            why=why
        ),
        Text("重新登录；仍不成则请系统管理员处理", "sign in again; if it happens again, ask the administrator"),
    )
