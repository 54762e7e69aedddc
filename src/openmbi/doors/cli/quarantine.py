"""`mbi quarantine`: look at refused rows, learn why, mend, try again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.core.problems import ExitCode, Problem
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.ingest import Strict
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, now, opened

if TYPE_CHECKING:
    from openmbi.store.manifest import Entry
    from openmbi.store.quarantine import Pending

app = typer.Typer(
    no_args_is_help=True,
    help=here(
        Text(
            "隔离区：查看、解释、导出、更正后重试。\n\n例：mbi quarantine list；mbi quarantine explain 3；mbi quarantine export 3 坏行.csv；"
            "mbi quarantine retry 3 --from 坏行.csv",
            "Refused rows: list, explain, export, retry after a fix.\n\nExamples: mbi quarantine list; mbi quarantine explain 3; "
            "mbi quarantine export 3 bad.csv; mbi quarantine retry 3 --from bad.csv",
        )
    ),
)
Batch = Annotated[int, typer.Argument(help=here(Text("批次号", "number of the batch")))]


@app.command(
    "list",
    help=here(
        Text(
            "按批次列出待处理的隔离记录。\n\n例：mbi quarantine list --json",
            "List what waits, by batch.\n\nExample: mbi quarantine list --json",
        )
    ),
)
def list_waiting(context: typer.Context, json: Json = False) -> None:
    """List batches with quarantined rows."""
    from openmbi.store.quarantine import pending

    waiting = pending(opened(context).store)
    if json:
        print_json([_summary(one) for one in waiting])
        return
    if not waiting:
        out.print(here(Text("隔离区为空", "nothing is quarantined")))
        return
    headers = (
        Text("批次", "batch"),
        Text("数据源", "source"),
        Text("文件", "files"),
        Text("观测", "observations"),
        Text("原因", "reasons"),
    )
    rows = [
        [one.batch, one.source, ", ".join(sorted(_files(one))), one.observations, _reasons_line(one)] for one in waiting
    ]
    out.print(table(headers, rows, numbers=[0, 3]))


@app.command(
    help=here(
        Text(
            "逐行解释一个批次：文件、行、取值、全部原因与处理办法。\n\n例：mbi quarantine explain 3 --limit 0",
            "Explain a batch row by row: file, line, values, reasons and what to do.\n\nExample: mbi quarantine explain 3 --limit 0",
        )
    )
)
def explain(
    context: typer.Context,
    batch: Batch,
    limit: Annotated[int, typer.Option(min=0, help=here(Text("显示行数；0 为全部", "rows to show; 0: all")))] = 20,
    json: Json = False,
) -> None:
    """Show the rows of a batch and what each reason means."""
    from openmbi.sources.reasons import REASONS
    from openmbi.store.quarantine import pending_batch

    waiting = pending_batch(opened(context).store, batch)
    rows = waiting.rows.to_pylist()
    if json:
        print_json({"batch": batch, "source": waiting.source, "rows": rows, "reasons": _meanings(waiting)})
        return
    headers = (
        Text("文件", "file"),
        Text("行", "line"),
        Text("主体", "subject"),
        Text("日期", "day"),
        Text("取值", "value"),
        Text("原因", "reasons"),
    )
    shown = rows if limit == 0 else rows[:limit]
    out.print(table(headers, [_row(row) for row in shown], numbers=[1, 4]))
    if len(rows) > len(shown):
        out.print(
            here(
                Text("……另有 {n} 行（--limit 0 显示全部）", "… and {n} more (--limit 0 shows all)").fill(
                    n=len(rows) - len(shown)
                )
            )
        )
    for code in sorted(_reasons(waiting)):
        reason = REASONS[code]
        out.print(f"\n[bold]{code}[/bold]  {here(reason.means)}\n  → {here(reason.fix)}")


@app.command(
    "export",
    help=here(
        Text(
            "把一个批次导出为 CSV，供人工更正。\n\n例：mbi quarantine export 3 坏行.csv",
            "Write a batch as CSV for a person to mend.\n\nExample: mbi quarantine export 3 bad.csv",
        )
    ),
)
def export_batch(
    context: typer.Context,
    batch: Batch,
    path: Annotated[Path, typer.Argument(help=here(Text("CSV 文件", "the CSV file")))],
    json: Json = False,
) -> None:
    """Write the rows of a batch."""
    from openmbi.store.quarantine import export, pending_batch

    if path.exists():
        raise Problem(
            "quarantine.file-exists",
            Text("文件已存在", "the file exists"),
            Text("换一个文件名", "choose another name"),
            file=path,
        )
    waiting = pending_batch(opened(context).store, batch)
    export(waiting, path)
    if json:
        print_json({"batch": batch, "records": waiting.rows.num_rows, "file": str(path)})
        return
    out.print(here(Text("已写出 {n} 行：{path}", "wrote {n} rows: {path}").fill(n=waiting.rows.num_rows, path=path)))


@app.command(
    help=here(
        Text(
            "按现行契约与名录重新检查；--from 使用更正后的导出文件。仍不合格的行留在隔离区。\n\n例：mbi quarantine retry 3 --from 坏行.csv",
            "Check again by the contract and register as they are now; --from takes a mended export. Rows that fail again wait on.\n\n"
            "Example: mbi quarantine retry 3 --from bad.csv",
        )
    )
)
def retry(
    context: typer.Context,
    batch: Annotated[
        int | None, typer.Argument(help=here(Text("批次号；缺省为全部", "number of the batch; all if not said")))
    ] = None,
    mended: Annotated[
        Path | None, typer.Option("--from", help=here(Text("更正后的导出文件", "a mended export")))
    ] = None,
    strict: Strict = False,
    json: Json = False,
) -> int:
    """Check quarantined rows again."""
    from openmbi.flow.ingest import retry as try_again
    from openmbi.store.quarantine import pending, pending_batch, read_mended

    if mended and batch is None:
        raise Problem(
            "quarantine.batch-needed",
            Text("使用 --from 时须指明批次号", "--from needs the number of the batch"),
            Text("例：mbi quarantine retry 3 --from 坏行.csv", "for example: mbi quarantine retry 3 --from bad.csv"),
        )
    bureau = opened(context)
    waiting = pending(bureau.store) if batch is None else [pending_batch(bureau.store, batch)]
    rows = read_mended(waiting[0], mended) if mended else None
    made = [try_again(bureau, one, now=now(), mended=rows) for one in waiting]
    if json:
        print_json([{"batch": e.number, "counts": vars(e.counts), "supersedes": e.supersedes} for e in made])
    else:
        _show_retried(made)
    still = any(entry.counts.quarantined for entry in made)
    return ExitCode.QUARANTINED if strict and still else ExitCode.OK


def _show_retried(made: Sequence[Entry]) -> None:
    said = Text(
        "第 {old} 批 → 第 {new} 批：{accepted} 条采用，{quarantined} 条仍在隔离区",
        "batch {old} → batch {new}: {accepted} accepted, {quarantined} still in quarantine",
    )
    for entry in made:
        counts = {"accepted": entry.counts.accepted, "quarantined": entry.counts.quarantined}
        out.print(here(said.fill(old=entry.supersedes[0], new=entry.number, **counts)))


def _summary(waiting: Pending) -> dict[str, Any]:
    return {
        "batch": waiting.batch,
        "source": waiting.source,
        "files": sorted(_files(waiting)),
        "observations": waiting.observations,
        "reasons": dict(_reasons(waiting)),
    }


def _files(waiting: Pending) -> set[str]:
    return set(waiting.rows["file"].to_pylist())


def _reasons(waiting: Pending) -> Counter[str]:
    return Counter(reason for reasons in waiting.rows["reasons"].to_pylist() for reason in reasons)


def _reasons_line(waiting: Pending) -> str:
    return ", ".join(f"{code} × {count}" for code, count in _reasons(waiting).most_common())


def _meanings(waiting: Pending) -> dict[str, Any]:
    from openmbi.sources.reasons import REASONS

    said = {code: REASONS[code] for code in sorted(_reasons(waiting))}
    return {code: {"means": vars(reason.means), "fix": vars(reason.fix)} for code, reason in said.items()}


def _row(row: dict[str, Any]) -> list[object]:
    value = row["value"] if row["value"] is not None else (row["raw"] or "")[:40]
    return [row["file"], row["row_no"], row["subject"] or "", row["valid_at"] or "", value, ", ".join(row["reasons"])]
