"""`mbi phases`: turning points and the present phase, in the terminal."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here, language
from openmbi.doors.cli.options import AsOf, Json, moment, opened
from openmbi.flow.phases_asked import PhaseMethod, PhasesAsked

Part = dict[str, Any]

_INDEX = Text(
    "按月的数字；缺省取综合指数，没有则取水平指数",
    "a figure by month; default: the composite, or the level where there is none",
)
_SUBJECT = Text("地区、行业等的代码；缺省为本区域", "code of a place, industry or other group; default: the zone")
_METHOD = Text(
    "bry_boschan：完整的 Bry–Boschan 程序；bbq：局部极值；markov：马尔可夫区制转换",
    "bry_boschan: the full procedure of Bry and Boschan; bbq: local extremes; markov: Markov switching",
)
_LARGE = Text("变动达到该百分比的阶段，再短也保留", "a phase that moves by so many per cent stays, however short")
_KINDS = {
    "peak": Text("峰", "peak"),
    "trough": Text("谷", "trough"),
    "expansion": Text("扩张期", "expansion"),
    "contraction": Text("收缩期", "contraction"),
}
_TURNS = (
    Text("月份", "month"),
    Text("转折点", "turning point"),
    Text("取值", "value"),
    Text("数据至该月方可判定", "can be told from data to"),
    Text("首次判定的计算", "first told by run"),
)
_PHASES = (
    Text("自（不含）", "after"),
    Text("至", "to"),
    Text("阶段", "phase"),
    Text("月数", "months"),
    Text("变动", "change"),
    Text("", ""),
)
_PRESENT = Text(
    "目前处于{phase}：自 {after} 之后已 {months} 个月，变动 {change}。最近 {ends} 个月内即使有转折点，也还无法判定。",
    "Now in {phase}: {months} months after {after}, {change} so far. In the latest {ends} months a turning point could not be told yet.",
)
_PRESENT_REGIME = Text(
    "目前处于{phase}：自 {after} 之后已 {months} 个月，变动 {change}。末月处于低增长区制的滤波概率 {probability}%。",
    "Now in {phase}: {months} months after {after}, {change} so far. Filtered probability of the low-growth regime in the last month: {probability} %.",
)
_NONE = Text(
    "{first} 至 {last} 共 {months} 个月，尚不能判定任何转折点。",
    "No turning point can be told from the {months} months {first} to {last}.",
)
_REGIMES = Text(
    "区制的月均变动：{means}；每月留在原区制的概率：{staying}。参数用全部月份估计。",
    "Mean monthly change by regime: {means}; probability of staying: {staying}. Parameters are from all the months.",
)
_FAILED = Text("区制不可用：{reason}。", "The regimes cannot be used: {reason}.")
_PSEUDO = Text(
    "“数据至该月方可判定”用本次计算的数值逐月回放（伪实时）；“首次判定的计算”是真实记录。",
    "“Can be told from data to” replays the values of this run month by month (pseudo-real-time); “first told by run” is what runs did tell.",
)
_SEASON = Text(
    "数字按原样使用：水平与综合指数含季节波动，判断周期前请留意，或改用 --index yearly_growth.working_day_adjusted。",
    "The figure is taken as it stands: levels and composites have their seasonal cycle in them; mind it, or give --index yearly_growth.working_day_adjusted.",
)
_WITHDRAWN = Text(
    "曾会判定、后又撤回：{which}。", "Would have been told, and taken back as months were added: {which}."
)


def phases(  # noqa: PLR0917  typer passes options by name
    context: typer.Context,
    index: Annotated[str | None, typer.Option(metavar="NAME", help=here(_INDEX))] = None,
    subject: Annotated[str | None, typer.Option(metavar="CODE", help=here(_SUBJECT))] = None,
    method: Annotated[PhaseMethod, typer.Option(help=here(_METHOD))] = PhaseMethod.BRY_BOSCHAN,
    large_fall: Annotated[float | None, typer.Option(metavar="PCT", min=0.0, help=here(_LARGE))] = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Show turning points and the present phase."""
    from openmbi.flow.phases import phases as phases_of

    bureau = opened(context)
    asked = PhasesAsked(index, subject, method, large_fall)
    document = phases_of(bureau, asked, as_of=None if as_of is None else moment(as_of, bureau))
    if json:
        print_json(document)
        return
    _show(document)


def _show(document: Part) -> None:
    if document["simulated"]:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    known = here(Text("按 {day} 所知", "as known on {day}").fill(day=document["as_of"][:10]))
    out.print(f"[bold]{document['index']}[/bold]  {document['subject']}  {document['method']}  {known}")
    if document["unit"] == "per_cent":
        out.print(here(_SEASON), style="dim")
    _show_regimes(document["regimes"])
    if not document["turns"]:
        out.print(here(_NONE.fill(**{name: document[name] for name in ("first", "last", "months")})))
        return
    out.print(here(_present(document)))
    out.print(table(_TURNS, [_turn(row) for row in document["turns"]], numbers=[2]))
    out.print(here(_PSEUDO))
    out.print(table(_PHASES, [_phase(row, document["unit"]) for row in document["phases"]], numbers=[3, 4]))
    if document["withdrawn"]:
        which = "; ".join(f"{row['month']} {here(_KINDS[row['kind']])}" for row in document["withdrawn"])
        out.print(here(_WITHDRAWN.fill(which=which)))


def _show_regimes(regimes: Part | None) -> None:
    if regimes is None:
        return
    if not regimes["converged"]:
        out.print(here(_FAILED).format(reason=regimes["reason"][language()]), style="bold")
        return
    means = ", ".join(f"{mean:+.2f}" for mean in regimes["mean_growth"])
    staying = ", ".join(f"{share:.2f}" for share in regimes["staying"])
    out.print(here(_REGIMES.fill(means=means, staying=staying)))


def _present(document: Part) -> Text:
    last = document["phases"][-1]
    said = {
        "phase": _KINDS[last["phase"]],
        "after": last["after"],
        "months": last["months"],
        "change": _change(last["change"], document["unit"]),
    }
    if document["regimes"]:
        return _PRESENT_REGIME.fill(probability=f"{100 * document['regimes']['filtered_low'][-1]:.0f}", **said)
    return _PRESENT.fill(ends=document["rules"]["ends"], **said)


def _turn(row: Part) -> list[object]:
    told = row["first_told"]
    run = "–" if told is None else f"{told['run']} ({told['as_of'][:10]})"
    return [row["month"], _KINDS[row["kind"]], _figure(row["value"]), row["from_data_to"] or "–", run]


def _phase(row: Part, unit: str) -> list[object]:
    state = Text("", "") if row["complete"] else Text("未完整", "not whole")
    return [row["after"], row["to"], _KINDS[row["phase"]], row["months"], _change(row["change"], unit), state]


def _change(change: float, unit: str) -> str:
    if unit == "per_cent":
        return f"{change:+.1f}%"
    return ("+" if change >= 0 else "") + _figure(change)


def _figure(value: float) -> str:
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:.4f}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "显示转折点（峰、谷）与目前所处阶段，以及何时方可判定；取最近一次计算，只显示，不改动。\n\n"
                "例：mbi phases；mbi phases --index activity_level --method bbq --large-fall 10；mbi phases --subject 440600 --method markov --json",
                "Show turning points (peaks, troughs) and the present phase, and when each could be told; by the newest run, changes nothing.\n\n"
                "Examples: mbi phases; mbi phases --index activity_level --method bbq --large-fall 10; mbi phases --subject 440600 --method markov --json",
            )
        )
    )(phases)
