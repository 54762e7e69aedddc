"""`mbi backtest`: which method would have nowcast the target best."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from openmbi.core.language import Text
from openmbi.doors.cli.console import err, out, print_json, steps, table
from openmbi.doors.cli.interrupts import stop_if_interrupted
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, now, opened

HEADERS = (
    Text("名次", "rank"),
    Text("方法", "method"),
    Text("月数", "months"),
    Text("RMSE", "RMSE"),
    Text("÷ AR(1)", "÷ AR(1)"),
    Text("CRPS", "CRPS"),
    Text("方向 %", "direction %"),
    Text("80% 区间覆盖 %", "80 % held, %"),
    Text("p：与第一名", "p vs first"),
    Text("p：与 AR(1)", "p vs AR(1)"),
    Text("最优组", "among the best"),
)
_MARKED = Text("{label}（目录所用）", "{label} (in use)")


class Every(StrEnum):
    """How often."""

    MONTH = "month"
    WEEK = "week"


Months = Annotated[int, typer.Option(min=1, help=here(Text("测最近多少个月", "how many of the latest months")))]
Often = Annotated[
    Every, typer.Option("--every", help=here(Text("每月或每周预测一次", "forecast every month or every week")))
]
DayOfMonth = Annotated[
    int,
    typer.Option(
        min=1,
        max=28,
        help=here(
            Text(
                "每月几日预测：应在目标指标公布之前、主要数据到齐之后",
                "day of the month to forecast on: before the target is released, after the main data are in",
            )
        ),
    ),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="YYYY-MM-DD", help=here(Text("最早的预测时点", "no origin before this day"))),
]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="YYYY-MM-DD", help=here(Text("最晚的预测时点", "no origin after this day"))),
]
Horizons = Annotated[int, typer.Option(min=1, max=12, help=here(Text("向前预测几期", "how many figures ahead")))]


def backtest(
    context: typer.Context,
    *,
    months: Months = 36,
    every: Often = Every.MONTH,
    day: DayOfMonth = 10,
    first: From = None,
    last: To = None,
    horizons: Horizons = 1,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Backtest every method and write the league table."""
    from openmbi.flow.backtest import Asked
    from openmbi.flow.backtest import backtest as replayed
    from openmbi.flow.backtest_origins import Every as EveryOrigin
    from openmbi.flow.backtest_origins import Origins
    from openmbi.flow.backtest_page import tell

    bureau = opened(context)
    at = moment(as_of, bureau)
    origins = Origins(months, EveryOrigin(every.value), day, _day(first, "--from"), _day(last, "--to"))
    asked = Asked(origins, horizons)
    with _origins_shown() as advance:
        made = replayed(bureau, asked, as_of=at, progress=advance)
    with steps() as step:
        step(Text("输出页面", "drawing the page"))
        told = tell(bureau, made, asked, as_of=at, now=now())
    if json:
        print_json(told.document)
        return
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    _show(told.document)
    for path in told.pages.values():
        out.print(path)


def _day(text: str | None, option: str) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            here(Text("请写成 2026-03-01", "write it like 2026-03-01")), param_hint=option
        ) from error


@contextmanager
def _origins_shown() -> Iterator[Callable[[date, int, int], None]]:
    """Show how many origins are done, and which one is being worked on."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("", total=None)

        def advance(day: date, number: int, of: int) -> None:
            stop_if_interrupted()
            progress.update(task, description=str(day), completed=number - 1, total=of)

        yield advance


def _show(document: dict[str, Any]) -> None:
    for sentence in document["verdict"]["sentences"]:
        out.print(here(Text.of(sentence)))
    for found in document["tables"]:
        if not found["whole"] and not document["crisis_months"]:
            continue
        out.print()
        title = _TITLES[found["whole"]].fill(common=found["common"], months=found["months"], ahead=found["horizon"])
        out.print(here(title), style="bold")
        out.print(table(HEADERS, [_row(row) for row in found["rows"]], numbers=[0, 2, 3, 4, 5, 6, 7, 8, 9]))


_TITLES = {
    True: Text(
        "全部月份，向前第 {ahead} 期：{common} 个共同月份，共 {months} 个",
        "all months, {ahead} ahead: {common} common months of {months}",
    ),
    False: Text(
        "剔除危机月份，向前第 {ahead} 期：{common} 个共同月份，共 {months} 个",
        "without crisis months, {ahead} ahead: {common} common months of {months}",
    ),
}


def _row(row: dict[str, Any]) -> list[object]:
    label = Text.of(row["label"])
    figures = [row["rmse"], row["relative"], row["crps"], row["sign"], row["coverage"]["80%"]]
    return [
        row["rank"] or "–",
        _MARKED.fill(label=label) if row["published"] else label,
        row["months"],
        *(figure or "–" for figure in (*figures, row["p_best"], row["p_reference"])),
        "●" if row["among_best"] else "",
    ]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "实时回测：在过去的各时点用当时已知的数据重新预测目标指标，与首次公布值比较；给出各方法的成绩排名与检验，页面写入输出目录。"
                "各时点的月度指数存于 cache/，再次执行只算新的时点。\n\n"
                "例：mbi backtest；mbi backtest --months 24 --day 12；mbi backtest --every week --from 2025-01-01；mbi backtest --horizons 3 --json",
                "Real-time backtest: at past days forecast the target again from what was known then, against its first print; a league table of the methods "
                "with tests is written into the output. What was known at each origin is kept in cache/: the next time only new origins are worked out.\n\n"
                "Examples: mbi backtest; mbi backtest --months 24 --day 12; mbi backtest --every week --from 2025-01-01; mbi backtest --horizons 3 --json",
            )
        )
    )(backtest)
