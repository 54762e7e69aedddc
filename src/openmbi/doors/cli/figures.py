"""`mbi explain` and `mbi history`: what a change is made of, and how a figure was revised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.core.tables import ContributionLine, Contributions, LineKind
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, opened
from openmbi.flow.bureau import Bureau
from openmbi.flow.figures import explain as explain_change
from openmbi.flow.figures import history as history_of
from openmbi.flow.figures import names_of, parse_figure

_KINDS = {
    LineKind.ENTRY_AND_EXIT: Text("进入与退出", "entry and exit"),
    LineKind.WINSORISING: Text("缩尾", "winsorising"),
    LineKind.ROUNDING: Text("取整", "rounding"),
}


def explain(
    context: typer.Context,
    period: Annotated[
        str | None,
        typer.Argument(
            help=here(Text("时期，如 2016-02；缺省为最近一月", "a period such as 2016-02; else the latest month"))
        ),
    ] = None,
    top: Annotated[
        int, typer.Option(min=0, help=here(Text("显示的企业数；0 为全部", "how many enterprises to show; 0: all")))
    ] = 15,
    json: Json = False,
) -> None:
    """Show the change of the level over a period and the lines that sum to it."""
    bureau = opened(context)
    made = explain_change(bureau, period)
    if json:
        print_json(_as_dict(made) | {"simulated": bureau.settings.simulated})
        return
    _mark_simulated(bureau)
    out.print(here(_title(made)), style="bold")
    headers = (Text("主体", "subject"), Text("名称", "name"), Text("点", "points"))
    out.print(table(headers, _rows(made.lines, names_of(bureau), top), numbers=[2]))


def _as_dict(made: Contributions) -> dict[str, Any]:
    return {
        "index": made.index,
        "subject": made.subject,
        "from": str(made.opening_day),
        "to": str(made.closing_day),
        "change": str(made.change),
        "lines": [{"kind": line.kind, "subject": line.subject, "points": str(line.points)} for line in made.lines],
    }


def _title(made: Contributions) -> Text:
    return Text(
        "{index} 由 {opening} 收盘至 {closing} 收盘变动 {change:+} 点",
        "{index} from the close of {opening} to the close of {closing}: {change:+} points",
    ).fill(index=made.index, opening=made.opening_day, closing=made.closing_day, change=made.change)


def _rows(lines: Sequence[ContributionLine], names: Mapping[str, str], top: int) -> list[list[object]]:
    """Return the largest lines, the others as one, the lines that are no enterprise's, and the sum."""
    shown, rest = _shortened([line for line in lines if line.kind is LineKind.SUBJECT], top)
    rows: list[list[object]] = [[line.subject, names.get(line.subject, ""), f"{line.points:+}"] for line in shown]
    if rest:
        said = Text("其余 {count} 户", "the other {count}").fill(count=len(rest))
        rows.append(["", said, f"{sum(line.points for line in rest):+}"])
    rows += [["", _KINDS[line.kind], f"{line.points:+}"] for line in lines if line.kind is not LineKind.SUBJECT]
    rows.append(["", Text("合计（精确）", "sum (exact)"), f"{sum(line.points for line in lines):+}"])
    return rows


def _shortened(lines: list[ContributionLine], top: int) -> tuple[list[ContributionLine], list[ContributionLine]]:
    """Return the largest lines by size, and the others."""
    ordered = sorted(lines, key=lambda line: (-abs(line.points), line.subject))
    return (ordered, []) if top == 0 else (ordered[:top], ordered[top:])


def history(
    context: typer.Context,
    figure: Annotated[str, typer.Argument(help=here(Text("指标/主体/时期", "indicator/subject/period")))],
    json: Json = False,
) -> None:
    """Show how a figure was revised."""
    bureau = opened(context)
    versions = history_of(bureau, parse_figure(figure))
    if json:
        print_json([vars(version) for version in versions])
        return
    _mark_simulated(bureau)
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
        rows.append([f"{version.known_at:%Y-%m-%d %H:%M}", value, change, version.basis, version.origin])
        before = version.value
    out.print(table(headers, rows, numbers=[1, 2]))


def _mark_simulated(bureau: Bureau) -> None:
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        help=here(
            Text(
                "说明一段时期内指数变动由哪些企业构成；各行之和恰等于变动。\n\n例：mbi explain 2016-02；mbi explain 2016-W08 --top 0 --json",
                "Say which enterprises make up the index's change over a period; the lines sum to it exactly.\n\n"
                "Examples: mbi explain 2016-02; mbi explain 2016-W08 --top 0 --json",
            )
        )
    )(explain)
    app.command(
        help=here(
            Text(
                "显示一个数字如何被修订。\n\n例：mbi history use_kwh/175/2016-03-01；mbi history activity_level/321182/2016-02",
                "Show how a figure was revised.\n\nExamples: mbi history use_kwh/175/2016-03-01; mbi history activity_level/321182/2016-02",
            )
        )
    )(history)
