"""Help in panels whose texts wrap at the end of a line also where a language has no spaces: else a Chinese text is cut with an ellipsis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.columns import Columns
from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from typer import rich_utils

from openmbi.core.language import Text
from openmbi.doors.cli.language import here


class FoldedTable(Table):
    """A table that breaks what is too long for a column."""

    def add_row(self, *renderables: RenderableType | None, **style: Any) -> None:
        """Add a row; the columns that it makes fold."""
        super().add_row(*renderables, **style)
        _fold(self)


class FoldedColumns(Columns):
    """Columns that break what is too long."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:  # type: ignore[override]
        """Yield the columns, folded."""
        for part in super().__rich_console__(console, options):
            if isinstance(part, Table):
                _fold(part)
            yield part  # type: ignore[misc]


def use_folded_help() -> None:
    """Draw the help of every command so, with the titles of its panels in the language of this process."""
    drawn_with = {
        "Table": FoldedTable,
        "Columns": FoldedColumns,
        "ARGUMENTS_PANEL_TITLE": here(Text("参数", "Arguments")),
        "OPTIONS_PANEL_TITLE": here(Text("选项", "Options")),
        "COMMANDS_PANEL_TITLE": here(Text("命令", "Commands")),
        "ERRORS_PANEL_TITLE": here(Text("错误", "Error")),
        "REQUIRED_LONG_STRING": here(Text("[必填]", "[required]")),
        "DEFAULT_STRING": here(Text("[缺省：{}]", "[default: {}]")),
    }
    rich_utils.__dict__.update(drawn_with)


def _fold(table: Table) -> None:
    for column in table.columns:
        column.overflow = "fold"
