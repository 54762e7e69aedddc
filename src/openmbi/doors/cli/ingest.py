"""`mbi ingest`: take files in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.core.problems import ExitCode
from openmbi.doors.cli.console import err, out, print_json, reading_progress, show_problem, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, now, opened

if TYPE_CHECKING:
    from openmbi.flow.bureau import Bureau
    from openmbi.flow.outcome import Outcome

Strict = Annotated[
    bool,
    typer.Option(
        "--strict", help=here(Text("有隔离行时以退出码 4 结束", "leave with exit code 4 where rows were quarantined"))
    ),
]


def ingest(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help=here(
                Text("文件；缺省为设置中 incoming 所列", "files; else those that `incoming` in the settings names")
            )
        ),
    ] = None,
    strict: Strict = False,
    json: Json = False,
) -> int:
    """Take the files in and report what became of each."""
    outcomes = take_in_waiting(opened(context), files)
    if json:
        print_json([as_dict(outcome) for outcome in outcomes])
    else:
        show_outcomes(outcomes)
    return exit_code(outcomes, strict)


def take_in_waiting(bureau: Bureau, files: Sequence[Path] | None = None) -> list[Outcome]:
    """Take in the files named, or all that wait, with a progress bar."""
    from openmbi.flow.bureau import incoming_paths
    from openmbi.flow.ingest import ingest as take_in

    with reading_progress() as progress:
        paths = list(files) if files else incoming_paths(bureau)
        return list(take_in(bureau, paths, now=now(), progress=progress))


def exit_code(outcomes: Sequence[Outcome], strict: bool) -> int:
    """Return the exit code of what became of the files."""
    if any(outcome.problem for outcome in outcomes):
        return ExitCode.PROBLEM
    quarantined = any(o.entry and not o.already and o.entry.counts.quarantined for o in outcomes)
    return ExitCode.QUARANTINED if strict and quarantined else ExitCode.OK


def as_dict(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as JSON types."""
    entry = outcome.entry
    return {
        "file": str(outcome.path),
        "source": outcome.source,
        "batch": entry.number if entry else None,
        "already": outcome.already,
        "counts": vars(entry.counts) if entry else None,
        "ignored_columns": list(outcome.ignored_columns),
        "problem": outcome.problem.as_dict() if outcome.problem else None,
    }


_HEADERS = (
    Text("文件", "file"),
    Text("批次", "batch"),
    Text("观测", "observations"),
    Text("新增", "new"),
    Text("修订", "revised"),
    Text("无变化", "unchanged"),
    Text("隔离", "quarantined"),
)


def show_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Show what became of the files; quarantined rows and what to do about them are named."""
    if not outcomes:
        out.print(here(Text("没有待导入的文件", "no file is waiting")))
        return
    if any(outcome.entry for outcome in outcomes):
        out.print(table(_HEADERS, [_row(o) for o in outcomes if o.entry], numbers=range(1, 7)))
    for outcome in outcomes:
        if outcome.ignored_columns:
            said = Text("{file}：未使用的列 {columns}", "{file}: columns not used: {columns}")
            out.print(here(said.fill(file=outcome.path.name, columns=", ".join(outcome.ignored_columns))))
    _show_problems(outcomes)
    if any(o.entry and not o.already and o.entry.counts.quarantined for o in outcomes):
        out.print(here(Text("查看隔离行：mbi quarantine list", "see the quarantined rows: mbi quarantine list")))


def _show_problems(outcomes: Sequence[Outcome]) -> None:
    """Tell each problem once, with the files that it kept out."""
    kept_out: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.problem:
            kept_out.setdefault(str(outcome.problem), []).append(outcome)
    for same in kept_out.values():
        said = Text("未导入：{files}", "not taken in: {files}").fill(files=", ".join(str(o.path) for o in same))
        err.print(here(said), soft_wrap=True)
        if same[0].problem:
            show_problem(same[0].problem)


def _row(outcome: Outcome) -> list[object]:
    assert outcome.entry is not None
    counts = outcome.entry.counts
    if outcome.already:
        batch = Text("{n}（已导入）", "{n} (already in)").fill(n=outcome.entry.number)
        return [outcome.path.name, batch, "", "", "", "", ""]
    numbers = (counts.observations, counts.new, counts.revised, counts.unchanged, counts.quarantined)
    return [outcome.path.name, outcome.entry.number, *(f"{number:,}" for number in numbers)]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "导入文件：每个文件整体成功或整体不变，坏行进入隔离区并写明全部原因。\n\n例：mbi ingest；mbi ingest incoming/daily/2026-03.csv --json",
                "Take files in: each as a whole or not at all; bad rows go to quarantine with every reason.\n\n"
                "Examples: mbi ingest; mbi ingest incoming/daily/2026-03.csv --json",
            )
        )
    )(ingest)
