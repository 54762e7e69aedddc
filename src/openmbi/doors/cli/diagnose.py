"""`mbi diagnose`: an adjustment method put to the test."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, steps, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, now, opened

HEADERS = (
    Text("指标", "indicator"),
    Text("周内周期（日历调整后）", "weekly cycle, calendar-adjusted"),
    Text("年内周期（季节调整后）", "annual cycle, seasonally adjusted"),
    Text("S%", "S %"),
    Text("MM%", "MM %"),
    Text("末值至今平均变动 %", "mean move of the last figure, %"),
    Text("异常值", "outliers"),
    Text("未能调整", "not adjusted"),
)


def diagnose(
    context: typer.Context,
    *,
    index: Annotated[
        str | None,
        typer.Option("--index", help=here(Text("指标代码，缺省为全部", "code of an indicator; all if not said"))),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(
            "--place", help=here(Text("地区代码，缺省为整个区域", "code of a place; the whole zone if not said"))
        ),
    ] = None,
    method: Annotated[
        str,
        typer.Option(
            "--method", help=here(Text("调整方法，见 mbi list", "the adjustment method; `mbi list` names them all"))
        ),
    ] = "batched",
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Diagnose an adjustment method and write its page."""
    from openmbi.flow.diagnose import Asked, diagnosed

    bureau = opened(context)
    with steps() as step:
        found = diagnosed(bureau, Asked(method, index, place), as_of=moment(as_of, bureau), now=now(), step=step)
    if json:
        print_json(found.document)
        return
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    rows = [_row(indicator) for indicator in found.document["indicators"]]
    out.print(table(HEADERS, rows, numbers=[3, 4, 5, 6, 7]))
    for skipped in found.document["skipped"]:
        said = Text("未诊断 {name}：{why}", "not diagnosed: {name}: {why}")
        out.print(here(said.fill(name=Text.of(skipped["name"]), why=Text.of(skipped["reason"]))), style="dim")
    for path in found.pages.values():
        out.print(path)


def _row(indicator: dict[str, Any]) -> list[object]:
    whole = indicator["series"][0]
    verdicts = {test["cycle"]: Text.of(test["verdict"]["text"]) for test in whole["tests"] if test["finished"]}
    revisions = indicator["revisions"]
    return [
        Text.of(indicator["name"]),
        verdicts.get("week", "–"),
        verdicts.get("year", "–"),
        whole["spans"]["season"] or "–",
        whole["spans"]["growth"] or "–",
        revisions["lags"][0]["last"] or "–" if revisions else "–",
        indicator["outliers"]["count"],
        indicator["refused"]["count"],
    ]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "诊断一种调整方法：残余周期、逐年春节、滑动区段、修订、异常值；页面写入输出目录。\n\n"
                "例：mbi diagnose；mbi diagnose --method x13 --index use_kwh",
                "Diagnose an adjustment method: cycles left, festivals by year, sliding spans, revisions, outliers; its page is written into the output.\n\n"
                "Examples: mbi diagnose; mbi diagnose --method x13 --index use_kwh",
            )
        )
    )(diagnose)
