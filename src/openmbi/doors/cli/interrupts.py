"""Ctrl-C that cannot be lost: it is noted as well as raised, because a library that is called back may swallow what is raised in it."""

from __future__ import annotations

import signal
from types import FrameType

_noted: list[int] = []


def hear_interrupts() -> None:
    """Note every Ctrl-C from now on. Where Ctrl-C is not Python's own to handle, nothing changes."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _note)


def keep_interrupts() -> None:
    """Keep pyarrow, which every command works with, from taking Ctrl-C for itself."""
    import pyarrow as pa

    pa.enable_signal_handlers(False)


def _note(number: int, _frame: FrameType | None) -> None:
    _noted.append(number)
    raise KeyboardInterrupt


def stop_if_interrupted() -> None:
    """Raise KeyboardInterrupt where Ctrl-C was noted; long work asks between its steps."""
    if _noted:
        raise KeyboardInterrupt
