"""`mbi history`: how a figure was revised."""

from __future__ import annotations

from typing import Annotated

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, opened


def history(
    context: typer.Context,
    figure: Annotated[str, typer.Argument(help=here(Text("指标/主体/时期", "indicator/subject/period")))],
    json: Json = False,
) -> None:
    """Show how a figure was revised."""
    from openmbi.flow.figures import history as history_of
    from openmbi.flow.figures import parse_figure

    bureau = opened(context)
    versions = history_of(bureau, parse_figure(figure))
    if json:
        print_json([vars(version) for version in versions])
        return
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    headers = (
        Text("知悉时刻（当地）", "known at (local)"),
        Text("取值", "value"),
        Text("变动", "change"),
        Text("依据", "basis"),
        Text("来源", "origin"),
    )
    rows, before = [], None
    for version in versions:
        change = "" if before is None or version.value is None else f"{version.value - before:+,.4f}"
        value = "–" if version.value is None else f"{version.value:,.4f}"
        mark = here(Text("（日历暂定）", " (calendar provisional)")) if version.provisional else ""
        rows.append([f"{version.known_at:%Y-%m-%d %H:%M}", value, change, version.basis + mark, version.origin])
        before = version.value
    out.print(table(headers, rows, numbers=[1, 2]))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "显示一个数字如何被修订。\n\n例：mbi history use_kwh/175/2016-03-01；mbi history activity_level/321182/2016-02",
                "Show how a figure was revised.\n\nExamples: mbi history use_kwh/175/2016-03-01; mbi history activity_level/321182/2016-02",
            )
        )
    )(history)
