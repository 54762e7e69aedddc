"""`mbi nowcast`: the target's next figure, what moved it, and what comes next; or the activity factor of every group."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.markup import escape

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.cli.console import out, print_json, steps, table
from openmbi.doors.cli.language import here, language
from openmbi.doors.cli.options import AsOf, Json, moment, now, opened
from openmbi.reports.province.words import known, signed

Part = dict[str, Any]
LISTED = 20


class By(StrEnum):
    """Whose series the nowcast rests on, or whose factors are wanted."""

    ZONE = "zone"
    CITY = "city"
    INDUSTRY = "industry"
    CELL = "cell"


class Groups(StrEnum):
    """Groups that have activity factors."""

    CITY = "city"
    INDUSTRY = "industry"
    CELL = "cell"


class Grid(StrEnum):
    """The periods that the factor moves in."""

    WEEK = "week"
    MONTH = "month"


_MONTH = Text("预测这一月，缺省为首个尚未公布的月份", "nowcast this month; the first one that is not out if not said")
_SINCE = Text(
    "新信息自该日所知起算；缺省为上一次保存的现时预测，没有则为四周前",
    "tell news since what was known on this day; since the nowcast kept before, or four weeks ago, if not said",
)
_GRID = Text("因子按周或按月", "whether the factor moves by week or by month")
_BY = Text(
    "各领域取全域一条序列，或每个地市、行业、单元一条",
    "one series of each domain, or one of each city, industry or cell",
)
_REFRESH = Text("沿用上一次的参数，不重新估计", "keep the parameters of the last nowcast instead of fitting again")
_GROUPS = Text(
    "改为列出每个地市、行业或单元的月度活跃因子",
    "list the monthly activity factor of every city, industry or cell instead",
)


def nowcast(  # noqa: PLR0917  typer passes options by name
    context: typer.Context,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help=here(_MONTH))] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=here(_SINCE))] = None,
    grid: Annotated[Grid, typer.Option(help=here(_GRID))] = Grid.MONTH,
    by: Annotated[By, typer.Option(help=here(_BY))] = By.ZONE,
    refresh: Annotated[bool, typer.Option("--refresh", help=here(_REFRESH))] = False,
    groups: Annotated[Groups | None, typer.Option(help=here(_GROUPS))] = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Nowcast the target, or list the factors of groups."""
    from openmbi.core.periods import Frequency
    from openmbi.core.tables import Level
    from openmbi.flow.group_factors import group_factors
    from openmbi.flow.nowcast import Asked
    from openmbi.flow.nowcast import nowcast as nowcast_of

    bureau = opened(context)
    known_at = moment(as_of, bureau)
    with steps() as step:
        if groups is not None:
            found = group_factors(bureau, Level(groups.value), as_of=known_at, now=now(), step=step)
        else:
            frequency = Frequency.WEEKLY if grid is Grid.WEEK else Frequency.MONTHLY
            asked = Asked(month, _day(since), frequency, Level(by.value), refresh)
            found = nowcast_of(bureau, asked, as_of=known_at, now=now(), step=step)
    if json:
        print_json(found.document)
        return
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    (_show if groups is None else _show_groups)(found.document)
    for path in found.pages.values():
        out.print(path)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem(
            "nowcast.since",
            Text("无法识别的日期「{text}」", "“{text}” is not a day").fill(text=text),
            Text("请写成 2025-11-30", "write it like 2025-11-30"),
        ) from error


def _show(document: Part) -> None:
    head = document["headline"]
    out.print(escape(_said(document["target"]["name"])))
    out.print(escape(_said(head["sentence"])), style="bold")
    rows = [
        [
            _said(one["month"]),
            known(one["mean"]),
            *(
                f"{known(each['low'])} … {known(each['high'])}{'' if each['calibrated'] else ' *'}"
                for each in one["intervals"]
            ),
        ]
        for one in [head, *document["ahead"]]
    ]
    levels = [Text("{level}% 区间", "{level} % interval").fill(level=one["level"]) for one in head["intervals"]]
    headers = [Text("月份", "month"), Text("同比 %", "growth, %"), *levels]
    out.print(table(headers, rows, numbers=range(1, len(headers))))
    if any(not each["calibrated"] for each in head["intervals"]):
        out.print(here(Text("* 未校准：以往误差太少", "* not calibrated: too few past errors")), style="dim")
    if document["news"]:
        _show_news(document["news"])
    _show_coming(document["coming"])


def _show_news(news: Part) -> None:
    out.print()
    out.print(escape(_said(news["sentence"])), style="bold")
    rows = [
        [_said(one["name"]), signed(one["impact"]), signed(one["releases"]), signed(one["revisions"]), one["items"]]
        for one in news["by_domain"]
    ]
    if float(news["reestimation"]):
        rows.append([here(Text("重新估计参数", "re-estimated parameters")), signed(news["reestimation"]), "", "", ""])
    headers = [
        Text("领域", "domain"),
        Text("影响（百分点）", "impact, points"),
        Text("新发布", "releases"),
        Text("修订", "revisions"),
        Text("条数", "items"),
    ]
    out.print(table(headers, rows, numbers=range(1, 5)))


def _show_coming(coming: list[Part]) -> None:
    if not coming:
        return
    out.print()
    headers = [
        Text("预计公布", "due about"),
        Text("数据", "figure"),
        Text("所属期", "period"),
        Text("模型预期 %", "model expects, %"),
        Text("可能影响（百分点）", "possible impact, points"),
    ]
    rows = [
        [
            one["day"],
            _said(one["name"]),
            _said(one["period"]),
            f"{signed(one['expected'])} ± {one['standard_error']}",
            one["impact"],
        ]
        for one in coming
    ]
    out.print(table(headers, rows, numbers=[3, 4]))


def _show_groups(document: Part) -> None:
    out.print(escape(_said(document["sentence"])), style="bold")
    headers = [
        Text("代码", "code"),
        Text("名称", "name"),
        Text("月份", "month"),
        Text("活跃因子", "factor"),
        Text("比上月", "on the month before"),
        Text("低于趋势的概率 %", "probability below trend, %"),
        Text("领域数", "domains"),
    ]
    rows = [
        [
            one["code"],
            _said(one["name"]),
            one["month"],
            signed(one["factor"]),
            signed(one["change"]),
            one["below"],
            one["domains"],
        ]
        for one in document["groups"][:LISTED]
    ]
    out.print(table(headers, rows, numbers=[3, 4, 5, 6]))
    rest = len(document["groups"]) - LISTED
    if rest > 0:
        said = Text("另有 {rest} 个，见页面或 --json", "{rest} more are on the page and in --json")
        out.print(here(said.fill(rest=rest)), style="dim")


def _said(pair: Part) -> str:
    return pair[language()]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "对尚未公布的目标指标作现时预测：区间、什么使它变动、接下来看什么；并输出页面。加 --groups 则列出各组的月度活跃因子。\n\n"
                "例：mbi nowcast；mbi nowcast --since 2025-12-01 --json；mbi nowcast --month 2026-03 --grid week；mbi nowcast --groups cell",
                "Nowcast the target's figure that is not out yet: its interval, what moved it, what comes next; and write the page. "
                "With --groups, the monthly activity factor of every group instead.\n\n"
                "Examples: mbi nowcast; mbi nowcast --since 2025-12-01 --json; mbi nowcast --month 2026-03 --grid week; mbi nowcast --groups cell",
            )
        )
    )(nowcast)
