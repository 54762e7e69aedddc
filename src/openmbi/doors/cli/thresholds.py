"""`mbi thresholds`: proposed bounds of the zone's light, in the terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here, language
from openmbi.doors.cli.options import Json, opened
from openmbi.flow.thresholds_asked import ThresholdsAsked

Part = dict[str, Any]

_EVENT = Text(
    "已知事件的代码，可多次给出；缺省取与本区域有关的全部",
    "code of a known event, may be given again; default: all that touch the zone",
)
_FILE = Text(
    "自备事件表（列 first、last，可有 name）", "a table of your own: columns first, last, and name if you like"
)
_HORIZON = Text(
    "提前多少天预警；0 表示灯应与事件同步",
    "how many days ahead an event should be foretold; 0: the light should show it as it is",
)
_PREFERENCE = Text(
    "颜色与偏好（漏报相对虚警的权重，0…1），由轻到重，可多次给出；缺省 yellow=0.8 与 red=0.5",
    "colour and preference (weight of missed events against false alarms, 0…1), mild first, may be given again; default yellow=0.8 and red=0.5",
)
_JUDGED = Text("自哪天起判定；缺省为数据之后一天", "from which day on they judge; default: the day after the data")
_FIXED = Text("依据哪天所知定值，须早于 --judged", "what was known on this day fixes them; before --judged")
_HEADERS = (
    Text("颜色", "colour"),
    Text("偏好", "preference"),
    Text("开灯界限", "opens at"),
    Text("噪声信号比", "noise-to-signal"),
    Text("虚警率", "false-alarm rate"),
    Text("查全率", "recall"),
    Text("查准率", "precision"),
    Text("命中事件", "events called"),
    Text("平均提前天数", "mean lead, days"),
    Text("相对有用性", "relative usefulness"),
)
_SPAN = Text("评价区间内（{first} 至 {last}，偏于乐观）", "inside the span ({first} to {last}; flattering)")
_REPLAYED = Text("逐期回放（每次只用此前所知）", "replayed, each time on the past alone")
_LEAD = Text(
    "事件 {events} 个，按 {fixed} 所知定值，自 {judged} 起判定。数值为最近一次计算所有（伪实时）。AUROC {area}（90% 区间 {low}–{high}）。",
    "{events} events; fixed on what was known on {fixed}, to judge from {judged} on. Values are those of the newest run (pseudo-real-time). AUROC {area} "
    "(90 % interval {low}–{high}).",
)
_PASTE = Text(
    "加到 catalog/lights/{rule}.yml 的 thresholds 末尾：",
    "Add to the end of `thresholds` in catalog/lights/{rule}.yml:",
)
_NONE = Text("不提出阈值：{why}。", "No entry is proposed: {why}.")


def thresholds(  # noqa: PLR0917  typer passes options by name
    context: typer.Context,
    event: Annotated[list[str] | None, typer.Option(metavar="CODE", help=here(_EVENT))] = None,
    events_file: Annotated[
        Path | None, typer.Option("--events-file", exists=True, dir_okay=False, help=here(_FILE))
    ] = None,
    horizon: Annotated[int, typer.Option(min=0, metavar="DAYS", help=here(_HORIZON))] = 0,
    preference: Annotated[list[str] | None, typer.Option(metavar="COLOUR=SHARE", help=here(_PREFERENCE))] = None,
    judged: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=here(_JUDGED))] = None,
    fixed_on: Annotated[str | None, typer.Option("--fixed-on", metavar="YYYY-MM-DD", help=here(_FIXED))] = None,
    json: Json = False,
) -> None:
    """Propose bounds of the zone's light."""
    from openmbi.flow.threshold_proposal import preferences_of
    from openmbi.flow.thresholds import thresholds as thresholds_of

    chosen = preferences_of(preference or ["yellow=0.8", "red=0.5"])
    asked = ThresholdsAsked(tuple(event or ()), events_file, horizon, chosen, _day(fixed_on), _day(judged))
    document = thresholds_of(opened(context), asked)
    if json:
        print_json(document)
        return
    _show(document)


def _day(text: str | None) -> date | None:
    from openmbi.core.periods import Frequency, parse_period

    if text is None:
        return None
    period = parse_period(text)
    if period.frequency is Frequency.DAILY:
        return period.first
    raise Problem(
        "thresholds.no-day",
        Text("「{text}」不是某一天", "“{text}” is not a day").fill(text=text),
        Text("请写成 2016-03-01", "write it like 2016-03-01"),
    )


def _show(document: Part) -> None:
    if document["simulated"]:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    area = {name: _share(document["auroc"][key]) for name, key in (("area", "value"), ("low", "low"), ("high", "high"))}
    told = {"events": len(document["events"]), "fixed": document["fixed_on"], "judged": document["judged"]}
    out.print(here(_LEAD.fill(**told, **area)))
    bounds = document["bounds"]
    out.print(here(_SPAN.fill(first=bounds[0]["first"], last=bounds[0]["last"])), style="bold")
    out.print(table(_HEADERS, [_row(one, one) for one in bounds], numbers=range(1, 10)))
    out.print(here(_REPLAYED), style="bold")
    out.print(table(_HEADERS[:-1], [_row(one, one["replayed"])[:-1] for one in bounds], numbers=range(1, 9)))
    if document["yaml"] is None:
        out.print(here(_NONE).format(why=document["why_none"][language()]))
        return
    out.print(here(_PASTE.fill(rule=document["rule"])))
    out.print(document["yaml"], markup=False, soft_wrap=True)


def _row(bound: Part, rates: Part) -> list[object]:
    return [
        bound["colour"],
        bound["preference"],
        f"{bound['open']:+.4f}",
        *(_share(rates[name]) for name in ("noise_to_signal", "false_alarm_rate", "recall", "precision")),
        f"{rates['called']}/{rates['events']}",
        "–" if rates["mean_lead"] is None else f"{rates['mean_lead']:.1f}",
        _share(bound["relative_usefulness"]),
    ]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "按已知事件、只用判定日之前的数据，为区域灯提出阈值，并给出噪声信号比、虚警率与提前期；只显示，不改动。\n\n"
                "例：mbi thresholds；mbi thresholds --horizon 28 --preference yellow=0.9 --preference red=0.6；mbi thresholds --events-file "
                "events.csv --judged 2016-01-01",
                "Propose bounds of the zone's light from known events and data before the day they judge, with noise-to-signal ratio, false-alarm rate and "
                "lead time; shows and changes nothing.\n\nExamples: mbi thresholds; mbi thresholds --horizon 28 --preference yellow=0.9 --preference red=0.6; "
                "mbi thresholds --events-file events.csv --judged 2016-01-01",
            )
        )
    )(thresholds)
