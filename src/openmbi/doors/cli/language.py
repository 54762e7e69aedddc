"""The language of this run: `--lang`, else MBI_LANG, else the system's locale."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from openmbi.core.language import Language, Text

_BOTH = "both"
"""Asks a bulletin for two editions; it says nothing of the language in which the terminal speaks."""


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language asked for; English where nothing says otherwise."""
    asked = [*_named(arguments), *(environment.get(name, "") for name in ("MBI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))]
    first = next((one.lower() for one in asked if one), "en")
    return Language.ZH if first.startswith("zh") else Language.EN


def _named(arguments: Sequence[str]) -> list[str]:
    return [
        following if one == "--lang" else one.removeprefix("--lang=")
        for one, following in pairwise([*arguments, ""])
        if (one == "--lang" and following != _BOTH) or (one.startswith("--lang=") and not one.endswith(_BOTH))
    ]


@cache
def language() -> Language:
    """Return the language of this process."""
    return chosen_language(sys.argv[1:], os.environ)


def here(text: Text) -> str:
    """Return a text in the language of this process."""
    return text.say(language())
