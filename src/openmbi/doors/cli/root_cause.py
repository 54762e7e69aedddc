"""`mbi root-cause`: the groups whose common moves explain a fall or rise of the level, in the terminal."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.markup import escape

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here, language
from openmbi.doors.cli.options import Json, opened

Part = dict[str, Any]

_PERIOD = Text("时期，如 2026-02；缺省为最近 28 天", "a period such as 2026-02; default: the latest 28 days")
_AGAINST = Text("参照时期；缺省为之前同样天数", "the period to compare with; default: as many days right before")
_GROUP = Text("只看一个组，如 440600 或 city/440600", "of one group only, such as 440600 or city/440600")
_BY = Text(
    "维度，逗号分隔；可用 city、county、industry、industry_group、size_class、ownership",
    "dimensions, with commas: city, county, industry, industry_group, size_class, ownership",
)
_ALL = Text("全部", "all of it")
_HEADERS = (
    Text("根因", "root cause"),
    Text("变动", "change"),
    Text("点数", "points"),
    Text("组合数", "cells"),
    Text("证据", "evidence"),
)
_TOTAL = Text(
    "{first} 至 {last} 较 {before} 至 {end}：{moved} 点（{change}），同口径 {enterprises} 家企业、{leaves} 种组合。",
    "{first} to {last} against {before} to {end}: {moved} points ({change}), same sample of {enterprises} enterprises, {leaves} cells.",
)
_EXPLAINED = Text("根因合计 {explained} 点。", "The causes make up {explained} points.")
_COMMON = Text("全体共同变动 {common}，不算根因。", "All moved by {common} alike, which is no cause.")
_NONE = Text(
    "没有超出通常波动（{spread}）的共同变动：没有根因可指。",
    "No common move stands out of the ordinary spread ({spread}): there is no root cause to name.",
)
_EVIDENCE = Text(
    "证据：有此根因比没有时数据可能多少倍，取自然对数，已扣除说出它的代价；3 约为 20 倍。",
    "Evidence: log of how many times likelier the data are with the cause, less what it costs to tell it; 3 is about 20 times.",
)


def root_cause(  # noqa: PLR0917  typer passes options by name
    context: typer.Context,
    period: Annotated[str | None, typer.Argument(metavar="PERIOD", help=here(_PERIOD))] = None,
    against: Annotated[str | None, typer.Option(metavar="PERIOD", help=here(_AGAINST))] = None,
    group: Annotated[str | None, typer.Option(metavar="CODE", help=here(_GROUP))] = None,
    by: Annotated[str | None, typer.Option(metavar="DIMENSIONS", help=here(_BY))] = None,
    json: Json = False,
) -> None:
    """Show the root causes of a change of the level."""
    from openmbi.flow.root_cause import USUAL, RootCauseAsked
    from openmbi.flow.root_cause import root_cause as root_cause_of

    asked = RootCauseAsked(period, against, group, USUAL if by is None else _dimensions(by))
    document = root_cause_of(opened(context), asked)
    if json:
        print_json(document)
    else:
        _show(document)


def _dimensions(text: str) -> tuple[str, ...]:
    from openmbi.flow.root_cause import DIMENSIONS

    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names or set(names) - set(DIMENSIONS) or len(set(names)) != len(names):
        told = Text("可用维度（不重复）：{names}", "dimensions, each once: {names}").fill(names=", ".join(DIMENSIONS))
        raise typer.BadParameter(here(told), param_hint="--by")
    return names


def _show(document: Part) -> None:
    if document["simulated"]:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    known = here(Text("按 {day} 所知", "as known on {day}").fill(day=document["as_of"][:10]))
    out.print(f"[bold]{document['index']}[/bold]  {escape(document['subject'])}  {known}")
    out.print(here(_total(document)))
    if not document["causes"]:
        out.print(here(_NONE.fill(spread=_share(document["spread"]).lstrip("+"))))
        return
    out.print(table(_HEADERS, [_line(cause) for cause in document["causes"]], numbers=[1, 2, 3, 4]))
    out.print(here(_EXPLAINED.fill(explained=f"{document['explained']:+.2f}")))
    out.print(here(_COMMON.fill(common=_share(document["common"]))))
    out.print(here(_EVIDENCE), style="dim")


def _total(document: Part) -> Text:
    period, against = document["period"], document["against"]
    return _TOTAL.fill(
        first=period["first"],
        last=period["last"],
        before=against["first"],
        end=against["last"],
        moved=f"{document['moved']:+.2f}",
        change=_share(document["moved"] / document["expected"] if document["expected"] else None),
        enterprises=document["enterprises"],
        leaves=document["leaves"],
    )


def _line(cause: Part) -> list[object]:
    element = " × ".join(f"{part['name'][language()]}" for part in cause["element"]) or here(_ALL)
    figures = (_share(cause["change"]), f"{cause['moved']:+.2f}", cause["leaves"], f"{cause['evidence']:.1f}")
    return [escape(element), *figures]


def _share(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:+.1f}%"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "root-cause",
        help=here(
            Text(
                "定位水平变动的根因：哪些地市 × 行业 × 规模 × 所有制的共同变动最能解释下降或上升；取最近一次计算，只显示，不改动。\n\n"
                "例：mbi root-cause；mbi root-cause 2026-02 --against 2025-12；mbi root-cause --group 440600 --by county,industry --json",
                "Find the root causes of a change of the level: which city × industry × size × ownership, moving together, explain the fall or rise best; by "
                "the newest run, changes nothing.\n\n"
                "Examples: mbi root-cause; mbi root-cause 2026-02 --against 2025-12; mbi root-cause --group 440600 --by county,industry --json",
            )
        ),
    )(root_cause)
