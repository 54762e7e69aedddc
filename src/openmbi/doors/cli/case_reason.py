"""The reasons of a case on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.markup import escape

from openmbi.core.language import Text
from openmbi.doors.cli.console import out
from openmbi.doors.cli.language import here


def show_reason(reason: Mapping[str, Any] | None) -> None:
    """Print the sentences of a document of reasons; nothing where there is none."""
    if reason is None:
        return
    out.print(here(Text("原因（最近一次计算）", "reasons, as the last run told them")), style="bold")
    for sentence in reason["sentences"]:
        out.print(f"· {escape(here(Text.of(sentence['text'])))}", soft_wrap=True)
