"""A document in one language: every `{"zh": …, "en": …}` becomes the text of that language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openmbi.core.language import Language

_PAIR = {language.value for language in Language}


def localized(part: Any, language: Language) -> Any:
    """Return a part of a document in one language; figures and codes stay as they are."""
    if isinstance(part, Mapping):
        if part.keys() == _PAIR:
            return part[language.value]
        return {name: localized(each, language) for name, each in part.items()}
    if isinstance(part, Sequence) and not isinstance(part, str):
        return [localized(each, language) for each in part]
    return part


def characters(part: Any) -> set[str]:
    """Return every character of the texts in a part of a document."""
    return {character for text in _texts(part) for character in text}


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for each in part.values():
            yield from _texts(each)
    elif isinstance(part, str):
        yield part
    elif isinstance(part, Sequence):
        for each in part:
            yield from _texts(each)
