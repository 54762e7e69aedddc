"""Which language a reader prefers, by the Accept-Language header (RFC 9110, section 12.5.4)."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from openmbi.core.language import Language


def preferred(accept_language: str) -> Language:
    """Return the accepted language of the highest quality, the first of equals; Chinese where none of ours is named."""
    best, language = 0.0, Language.ZH
    for part in accept_language.split(","):
        tag, _, parameter = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        quality = _quality(parameter)
        if primary in list(Language) and quality > best:
            best, language = quality, Language(primary)
    return language


def _quality(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def language_of(request: HTTPConnection) -> Language:
    """Return the language of a request: of its address (`/en/…`), else the browser's."""
    of_address = request.url.path.split("/")[1]
    return (
        Language(of_address) if of_address in list(Language) else preferred(request.headers.get("accept-language", ""))
    )
