"""Problems of a frame, said in the language of the process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem

P = ParamSpec("P")
R = TypeVar("R")
SHOWN = 8


def language() -> Language:
    """Return the language that MBI_LANG asks for, English where it asks for none."""
    return Language.ZH if os.environ.get("MBI_LANG", "").lower().startswith("zh") else Language.EN


def spoken(function: Callable[P, R]) -> Callable[P, R]:
    """Let a Problem that leaves a function show itself in Chinese where MBI_LANG asks for it; its fields hold both languages anyway."""

    @wraps(function)
    def heard(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Problem as problem:
            problem.args = (problem.say(language()),)
            raise

    return heard


def listed(names: Iterable[object]) -> str:
    """Return the first names of a list for a message."""
    shown = [str(name) for name in names]
    return ", ".join(shown[:SHOWN]) + (", …" if len(shown) > SHOWN else "") if shown else "–"


def columns_of(schema: Iterable[tuple[object, object]]) -> Text:
    """Return the columns of a frame with their types, for a message."""
    told = listed(f"{name} ({kind})" for name, kind in schema)
    return Text(f"现有列：{told}", f"columns: {told}")
