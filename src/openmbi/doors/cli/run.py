"""`mbi run` and `mbi show`: compute, and look at what was computed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, steps
from openmbi.doors.cli.followed import followed_as_dict, show_followed
from openmbi.doors.cli.ingest import Strict, as_dict, exit_code, show_outcomes, take_in_waiting
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, now, opened
from openmbi.doors.cli.overview import show_overview

IsDaily = Annotated[
    bool,
    typer.Option(
        "--daily",
        help=here(
            Text(
                "供定时任务：导入，补算没有计算的日子，计算今天，检查数据通道；没有新情况则不作改动",
                "for a scheduler: take in, catch up the days without a run, compute today, look at the feeds; nothing new changes nothing",
            )
        ),
    ),
]
CatchUp = Annotated[
    int,
    typer.Option(
        "--catch-up", min=0, help=here(Text("--daily：至多补算多少天", "--daily: at most so many days are caught up"))
    ),
]
AlarmExit = Annotated[
    bool,
    typer.Option(
        "--alarm-exit/--no-alarm-exit",
        help=here(
            Text(
                "--daily：数据通道有告警时以退出码 6 结束", "--daily: leave with exit code 6 where a feed has an alarm"
            )
        ),
    ),
]
Cases = Annotated[
    bool | None,
    typer.Option(
        "--cases/--no-cases",
        help=here(
            Text(
                "据此次计算跟进工单；缺省：未写 --as-of 时跟进，回看过去时不跟进",
                "follow the cases up by this run; if not said: yes without --as-of, no where one looks back",
            )
        ),
    ),
]


def run(
    context: typer.Context,
    *,
    as_of: AsOf = None,
    ingest: Annotated[
        bool, typer.Option("--ingest", help=here(Text("先导入待导入的文件", "take waiting files in first")))
    ] = False,
    strict: Strict = False,
    cases: Cases = None,
    json: Json = False,
    daily: IsDaily = False,
    catch_up: CatchUp = 7,
    alarm_exit: AlarmExit = True,
) -> int:
    """Compute once and show the overview; or do one day's work for a scheduler."""
    if daily:
        return _daily(context, as_of, catch_up=catch_up, strict=strict, alarm_exit=alarm_exit, json=json)
    from openmbi.flow.run import run as compute_once

    bureau = opened(context)
    outcomes = take_in_waiting(bureau) if ingest else []
    if outcomes and not json:
        show_outcomes(outcomes)
    with steps() as step:
        following = as_of is None if cases is None else cases
        ran = compute_once(bureau, as_of=moment(as_of, bureau), now=now(), step=step, following=following)
    if json:
        print_json(
            {
                "run": ran.saved.name,
                "pins": ran.saved.pins,
                "ingested": [as_dict(outcome) for outcome in outcomes],
                "pages": {k: str(v) for k, v in ran.pages.items()},
                "cases": followed_as_dict(ran.followed),
                "overview": ran.saved.document(),
            }
        )
        return exit_code(outcomes, strict)
    show_overview(ran.saved.document())
    show_followed(ran.followed)
    _show_pages(context.obj, ran.pages.values())
    return exit_code(outcomes, strict)


def _show_pages(folder: Path, pages: Iterable[Path]) -> None:
    out.print()
    for path in pages:
        out.print(here(Text("页面：{path}", "page: {path}").fill(path=path)), soft_wrap=True)
    said = Text(
        "在浏览器中查看：mbi --bureau {folder} serve，或直接打开上面的文件",
        "see it in a browser: mbi --bureau {folder} serve, or open these files",
    )
    out.print(here(said.fill(folder=folder)), soft_wrap=True)


def _daily(
    context: typer.Context, as_of: str | None, *, catch_up: int, strict: bool, alarm_exit: bool, json: bool
) -> int:
    from openmbi.doors.cli.daily import run_daily

    if as_of is not None:
        raise typer.BadParameter(here(Text("--daily 与 --as-of 不能同用", "--daily and --as-of exclude each other")))
    return run_daily(opened(context), catch_up=catch_up, strict=strict, alarm_exit=alarm_exit, json=json)


def show(context: typer.Context, json: Json = False) -> None:
    """Show the newest run."""
    from openmbi.store.runs import newest_saved

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
                "计算一次：指数、K 线、复工率、红绿灯、原因、贡献与预警，跟进工单，并写出页面。\n\n"
                "例：mbi run；mbi run --as-of 2016-03-01；mbi run --ingest；mbi run --daily --json",
                "Compute once: index, candles, resumption, lights, reasons, contributions and alerts; follow the cases up; write the pages.\n\n"
                "Examples: mbi run; mbi run --as-of 2016-03-01; mbi run --ingest; mbi run --daily --json",
            )
        )
    )(run)
    app.command(
        help=here(Text("显示最近一次计算。\n\n例：mbi show --json", "Show the newest run.\n\nExample: mbi show --json"))
    )(show)
