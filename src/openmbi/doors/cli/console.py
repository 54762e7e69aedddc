"""What the terminal shows: tables, progress and problems; machine-readable output goes to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import typer
from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from openmbi.core.language import Text
from openmbi.core.problems import ExitCode, Problem
from openmbi.doors.cli.interrupts import stop_if_interrupted
from openmbi.doors.cli.language import here

PIPED_WIDTH = 160  # where no terminal says how wide it is, lines are not broken for one
out = Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH)
err = Console(stderr=True, highlight=False)
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]  # every wrong usage; typer does not export its name


def print_json(content: Any) -> None:
    """Print one JSON document to standard output."""
    sys.stdout.buffer.write(
        orjson.dumps(content, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS) + b"\n"
    )
    sys.stdout.flush()


def guarded(app: Callable[..., Any]) -> int:
    """Run a command and return its exit code; a Problem is told in the reader's language, without a traceback."""
    try:
        result = app(standalone_mode=False)
        return int(result) if isinstance(result, int) else ExitCode.OK
    except Problem as problem:
        show_problem(problem)
        return problem.exit_code
    except _USAGE_ERROR as error:
        error.show()  # type: ignore[attr-defined]
        return ExitCode.USAGE
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except OSError as error:
        show_problem(_refused(error))
        return ExitCode.PROBLEM
    except Exception as error:
        from openmbi.store.store import was_interrupted

        if was_interrupted(error):
            return _interrupted()
        raise


def _interrupted() -> ExitCode:
    err.print(here(Text("已中断；未完成的写入已撤销", "interrupted; nothing unfinished was kept")))
    return ExitCode.INTERRUPTED


def _refused(error: OSError) -> Problem:
    """Say what the system would not do: a folder that is not there, a file that may not be written."""
    return Problem(
        "system.refused",
        Text("系统拒绝了该操作：{why}", "the system refused: {why}").fill(why=error.strerror or error),
        Text(
            "检查路径、权限与磁盘后重新执行同一命令",
            "check path, permissions and disk, then give the same command again",
        ),
        file=error.filename,
    )


def show_problem(problem: Problem) -> None:
    """Tell a problem: as JSON where `--json` was asked for, else in words."""
    if "--json" in sys.argv:
        sys.stderr.buffer.write(orjson.dumps({"problem": problem.as_dict()}) + b"\n")
        return
    from openmbi.doors.cli.language import language

    err.print(Panel(problem.say(language()), title=f"[bold]{problem.code}[/bold]", title_align="left"), markup=True)


def table(headers: Sequence[Text], rows: Iterable[Sequence[object]], *, numbers: Sequence[int] = ()) -> Table:
    """Return a table; columns in `numbers` are set flush right."""
    made = Table(header_style="bold", box=None, pad_edge=False)
    for place, header in enumerate(headers):
        made.add_column(here(header), justify="right" if place in numbers else "left", overflow="fold")
    for row in rows:
        made.add_row(*(here(cell) if isinstance(cell, Text) else str(cell) for cell in row))
    return made


@contextmanager
def steps() -> Iterator[Callable[[Text], None]]:
    """Show which step of a long work is being done."""
    with err.status("") as status:

        def step(text: Text) -> None:
            stop_if_interrupted()
            status.update(here(text))

        yield step


def log(text: Text) -> None:
    """Write which step is being done as a line of its own, with the time: for work that a scheduler starts and a person may watch."""
    stop_if_interrupted()
    err.print(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {here(text)}", soft_wrap=True)


@contextmanager
def reading_progress() -> Iterator[Callable[[Path, int, int], None]]:
    """Show how far each file has been read."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        tasks: dict[Path, Any] = {}

        def advance(path: Path, done: int, size: int) -> None:
            if path not in tasks:
                tasks[path] = progress.add_task(path.name, total=size)
            progress.update(tasks[path], completed=done)
            stop_if_interrupted()

        yield advance
