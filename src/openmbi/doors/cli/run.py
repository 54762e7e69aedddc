"""`mbi run` and `mbi show`: compute, and look at what was computed."""

from __future__ import annotations

from typing import Annotated

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, steps
from openmbi.doors.cli.ingest import Strict, as_dict, exit_code, show_outcomes, take_in_waiting
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, now, opened
from openmbi.doors.cli.overview import show_overview
from openmbi.store.runs import newest_saved


def run(
    context: typer.Context,
    as_of: AsOf = None,
    ingest: Annotated[
        bool, typer.Option("--ingest", help=here(Text("先导入待导入的文件", "take waiting files in first")))
    ] = False,
    strict: Strict = False,
    json: Json = False,
) -> int:
    """Compute once and show the overview."""
    from openmbi.flow.run import run as compute_once  # noqa: PLC0415  charts and splines are slow to import

    bureau = opened(context)
    outcomes = take_in_waiting(bureau) if ingest else []
    if outcomes and not json:
        show_outcomes(outcomes)
    with steps() as step:
        kept, pages = compute_once(bureau, as_of=moment(as_of, bureau), now=now(), step=step)
    if json:
        print_json(
            {
                "run": kept.name,
                "pins": kept.pins,
                "ingested": [as_dict(outcome) for outcome in outcomes],
                "pages": {k: str(v) for k, v in pages.items()},
                "overview": kept.document(),
            }
        )
        return exit_code(outcomes, strict)
    show_overview(kept.document())
    out.print()
    for path in pages.values():
        out.print(here(Text("页面：{path}", "page: {path}").fill(path=path)), soft_wrap=True)
    folder = context.obj
    said = Text(
        "在浏览器中查看：mbi --bureau {folder} serve，或直接打开上面的文件",
        "see it in a browser: mbi --bureau {folder} serve, or open these files",
    )
    out.print(here(said.fill(folder=folder)), soft_wrap=True)
    return exit_code(outcomes, strict)


def show(context: typer.Context, json: Json = False) -> None:
    """Show the newest run."""
    document = newest_saved(opened(context).store, "runs").document()
    if json:
        print_json(document)
    else:
        show_overview(document)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        help=here(
            Text(
                "计算一次：指数、K 线、复工率、红绿灯、原因与贡献，并写出页面。\n\n例：mbi run；mbi run --as-of 2016-03-01；mbi run --ingest",
                "Compute once: index, candles, resumption, lights, reasons and contributions, and write the pages.\n\n"
                "Examples: mbi run; mbi run --as-of 2016-03-01; mbi run --ingest",
            )
        )
    )(run)
    app.command(
        help=here(Text("显示最近一次计算。\n\n例：mbi show --json", "Show the newest run.\n\nExample: mbi show --json"))
    )(show)
