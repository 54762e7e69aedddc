"""An open manufacturing big-data index (制造业大数据指数, MBI)."""

from importlib import import_module
from importlib.metadata import version
from typing import Any

__version__ = version("openmbi")

_NOTEBOOK = {
    "adjust": "notebook.adjust",
    "adjustment_of": "notebook.adjustment",
    "Adjustment": "notebook.adjustment",
    "Answered": "client.answered",
    "Client": "client.client",
}
"""What notebooks use, and its module in `openmbi.doors`: imported on first use; typed in `__init__.pyi`."""


def __getattr__(name: str) -> Any:
    if name not in _NOTEBOOK:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"openmbi.doors.{_NOTEBOOK[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_NOTEBOOK})
