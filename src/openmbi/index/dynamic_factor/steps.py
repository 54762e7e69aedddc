"""How steps are compiled: those that Python calls, and those that only other steps call.

The entrance from Python takes a step longer to compile than its sums do, and what a step calls is compiled again into it. So few steps have an entrance, and
what puts them together is Python. A step without one is ordinary Python where Python calls it, to the same effect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit
from numba.extending import register_jitable


def entry(**options: Any) -> Callable[[Callable], Callable]:
    """Compile a function that Python calls: kept on disk, and without the interpreter's lock."""
    return njit(cache=True, nogil=True, **options)


def part(*, inline: str = "never", **options: Any) -> Callable[[Callable], Callable]:
    """Compile a function as a part of the compiled ones that call it."""
    return register_jitable(inline=inline, **options)
