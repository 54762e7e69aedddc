"""The overview in the terminal: the same document as the page's."""

from __future__ import annotations

from typing import Any

from rich.panel import Panel
from rich.table import Table

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, table
from openmbi.doors.cli.language import here, language

Part = dict[str, Any]
LISTED = 10
MONTHS = 12


def show_overview(document: Part) -> None:
    """Print the report: headline, what changed and why, lights, stoppages, data."""
    out.print(_headline(document))
    _show_growth(document.get("growth"))
    for change in document["what_changed_and_why"]:
        _show_change(change)
    _show_months(document["months"])
    _show_festivals(document["resumption"])
    _show_lights(document["lights"])
    _show_stopped(document["stopped"])
    _show_background(document)


def _show_growth(growth: Part | None) -> None:
    """Print the sentence about the latest complete period; `mbi growth` has the table."""
    for sentence in (growth["sentence"], growth["since"]) if growth else ():
        if sentence:
            out.print(_said(sentence))


def _said(pair: Part | None) -> str:
    return pair[language()] if pair else ""


def _known(text: object, unit: str = "") -> str:
    return here(Text("未知", "not known")) if text is None else f"{text}{unit}"


def _headline(document: Part) -> Panel:
    head, light = document["headline"], document["headline"]["light"]
    changes = "  ".join(f"{_said(one['label'])} {_known(one['points'])}" for one in head["changes"])
    unmeasured = here(Text("尚未测定", "not yet measured"))
    lines = [
        here(
            Text("活跃度 {level}{band}   {changes}", "activity level {level}{band}   {changes}").fill(
                level=_known(head["level"]), band=_band(head), changes=changes
            )
        ),
        f"{light['shape']} {_said(light['word'])}  {_said(light['reason'])}",
        here(
            Text(
                "自 {since} 起；概率：{p}；误报率：{f}", "since {since}; probability: {p}; false-alarm rate: {f}"
            ).fill(
                since=light["since"],
                p=f"{light['probability']} %" if light["probability"] else unmeasured,
                f=light["false_alarm_rate"] or unmeasured,
            )
        ),
        here(
            Text("数据至 {day}，覆盖率 {c} %", "data to {day}, coverage {c} %").fill(
                day=head["data_until"], c=_known(head["coverage"])
            )
        ),
        _said(document["method"]["timing"]["meaning"]),
    ]
    if unannounced := document["method"].get("calendar"):
        lines.append(f"[bold yellow]{_said(unannounced['meaning'])}[/bold yellow]")
    marks = [document["simulated"], document["internal_only"]]
    title = " · ".join([_said(head["zone"]), *(_said(mark) for mark in marks if mark)])
    return Panel("\n".join(lines), title=f"[bold]{title}[/bold]", title_align="left")


def _band(head: Part) -> str:
    return f" ± {head['plus_minus']}" if head.get("plus_minus") else ""


def _show_change(change: Part) -> None:
    out.print(f"\n[bold]{here(Text('变动与原因', 'What changed and why'))}[/bold]  {_said(change['sentence'])}")
    rows = [
        [one["subject"], _name(one), f"{one['points']}", f"{one['share']} %"]
        for one in [*change["up"][:5], *change["down"][:5]]
    ]
    headers = (Text("主体", "subject"), Text("名称", "name"), Text("点", "points"), Text("占同向", "of that direction"))
    out.print(table(headers, rows, numbers=[2, 3]))


def _name(one: Part) -> str:
    return _said(one["name"])


def _show_months(months: list[Part]) -> None:
    if not months:
        return
    headers = (
        Text("月份", "month"),
        Text("收盘", "close"),
        Text("变动", "change"),
        Text("拉动最大", "pushed up most"),
        Text("拖累最大", "pulled down most"),
    )
    out.print(f"\n[bold]{here(Text('各月变动', 'Change of each month'))}[/bold]")
    out.print(table(headers, [_month_row(month) for month in months[-MONTHS:]], numbers=[1, 2]))


def _month_row(month: Part) -> list[str]:
    def first(lines: list[Part]) -> str:
        return f"{lines[0]['subject']} {lines[0]['points']}" if lines else "–"

    return [_said(month["label"]), _known(month["closing"]), month["change"], first(month["up"]), first(month["down"])]


def _show_festivals(festivals: list[Part]) -> None:
    for festival in festivals:
        title = Text("复工率与复产率：{day} 春节", "Resumption around the Spring Festival of {day}").fill(
            day=festival["new_year"]
        )
        out.print(f"\n[bold]{here(title)}[/bold]  {_said(festival['base'])}")
        headers = (
            Text("距正月初一", "days from New Year"),
            Text("复工率 %", "resumed, by count %"),
            Text("复产率 %", "recovered, by load %"),
        )
        shown = [
            [f"{one['day']:+d}", _known(one["resumption_rate"]), _known(one["recovery_rate"])]
            for one in festival["compared"]
        ]
        out.print(table(headers, shown, numbers=[0, 1, 2]))


def _show_lights(lights: Part) -> None:
    counts = "   ".join(f"{c['shape']} {_said(c['word'])} {c['enterprises']}" for c in lights["counts"])
    out.print(f"\n[bold]{here(Text('企业红绿灯', 'Enterprise lights'))}[/bold]  {counts}")
    headers = (
        Text("主体", "subject"),
        Text("名称", "name"),
        Text("灯", "light"),
        Text("自", "since"),
        Text("原因", "reason"),
    )
    rows = [
        [
            one["subject"],
            _name(one),
            f"{one['light']['shape']} {_said(one['light']['word'])}",
            one["since"],
            _said(one["reason"]),
        ]
        for one in lights["warned"][:LISTED]
    ]
    _print_listed(table(headers, rows), len(lights["warned"]))


def _show_stopped(stopped: Part) -> None:
    title = Text(
        "停用 {days} 天以上：{count} 户，占基期 {weight} %",
        "Stopped for {days} days or more: {count}, {weight} % of the base",
    ).fill(days=stopped["after_days"], count=stopped["enterprises"], weight=_known(stopped["weight"]))
    out.print(f"\n[bold]{here(title)}[/bold]")
    headers = (Text("主体", "subject"), Text("名称", "name"), Text("自", "since"), Text("天数", "days"))
    rows = [[one["subject"], _name(one), one["since"], one["days"]] for one in stopped["listed"][:LISTED]]
    _print_listed(table(headers, rows, numbers=[3]), len(stopped["listed"]))


def _print_listed(made: Table, count: int) -> None:
    if not count:
        return
    out.print(made)
    if count > LISTED:
        out.print(here(Text("……另有 {n} 户，见页面", "… and {n} more, on the page").fill(n=count - LISTED)))


def _show_background(document: Part) -> None:
    part, data = document["coverage_and_concentration"], document["data"]
    lines = [
        Text(
            "最大 {n} 户占用电 {share} %；占位值按零计指数为 {zero}，按缺测计为 {missing}",
            "the largest {n} have {share} % of the load; level with sentinels as zero {zero}, as missing {missing}",
        ).fill(
            n=part["concentration"]["largest"],
            share=_known(part["concentration"]["share"]),
            zero=_known(part["sensitivity"]["as_zero"]),
            missing=_known(part["sensitivity"]["as_missing"]),
        ),
        Text(
            "观测 {n:,}：采用 {a:,}，隔离 {q:,}；修订 {r:,}",
            "observations {n:,}: accepted {a:,}, quarantined {q:,}; revisions {r:,}",
        ).fill(n=data["observations_in"], a=data["accepted"], q=data["quarantined"], r=data["revisions"]),
    ]
    out.print()
    for line in lines:
        out.print(here(line))
