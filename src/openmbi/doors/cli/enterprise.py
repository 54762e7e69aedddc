"""`mbi enterprise`: one enterprise in the terminal, by the same document as its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.panel import Panel

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here, language
from openmbi.doors.cli.options import Json, opened

Part = dict[str, Any]
MONTHS = 6
OUTLIERS = 12


def enterprise(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help=here(Text("企业代码", "the enterprise's code")))],
    json: Json = False,
) -> None:
    """Show what the newest run knows of one enterprise."""
    from openmbi.flow.enterprise_page import EnterprisePages

    document = EnterprisePages(opened(context)).document(code.strip())
    if document is None:
        raise _unknown(code)
    if json:
        print_json(document)
        return
    out.print(_headline(document))
    for show in (_show_outliers, _show_sources, _show_register, _show_links, _show_accounts):
        show(document)
    for note in document["remarks"]:
        out.print(_said(note))


def _unknown(code: str) -> Problem:
    return Problem(
        "enterprise.unknown",
        Text("最近一次计算没有企业「{code}」", "the newest run knows no enterprise “{code}”").fill(code=code),
        Text(
            "请核对代码；企业代码见 mbi link list、概览与各组页面",
            "check the code: `mbi link list`, the overview and the pages of groups name enterprises with theirs",
        ),
    )


def _said(pair: Part | None) -> str:
    """Return a text as it stands: brackets in a name are no markup."""
    return escape(pair[language()]) if pair else "–"


def _headline(document: Part) -> Panel:
    light = document["light"]
    value = Text(
        "近日均值 {value}（本企业基期 = 100）   占全域 {weight} %",
        "mean of the latest days {value} (own base = 100)   {weight} % of the zone",
    )
    lines = [
        here(value.fill(value=document["value"] or "–", weight=document["weight"] or "–")),
        *_alert(document),
        f"{light['shape']} {_said(light['word'])}  {_said(document['reason'])}",
        here(Text("自 {since} 起", "since {since}").fill(since=document["since"])) if document["since"] else "",
        " › ".join(_said(group["name"]) for group in document["groups"]),
        here(Text("数据至 {day}", "data to {day}").fill(day=document["data_until"])),
    ]
    if unannounced := document.get("calendar"):
        lines.append(f"[bold yellow]{_said(unannounced['meaning'])}[/bold yellow]")
    marks = [_said(mark) for mark in (document["simulated"], document["internal_only"]) if mark]
    title = " · ".join([_said(document["title"]), document["code"], *marks])
    return Panel("\n".join(line for line in lines if line), title=f"[bold]{title}[/bold]", title_align="left")


def _alert(document: Part) -> list[str]:
    """Return the alert that stands and its case; nothing where there is none."""
    line = document["alert"] and document["alert"]["line"]
    if not line:
        return []
    case = line["case"]
    said = Text("预警灯：{word}，自 {since} 起", "alert light: {word}, since {since}")
    numbered = Text("工单 {number}：{state}", "case {number}: {state}")
    return [
        f"{line['light']['shape']} {here(said.fill(word=_said(line['light']['word']), since=line['since']))}",
        *(f"  {_said(why)}" for why in line["why"]),
        *([f"  {here(numbered.fill(number=case['number'], state=_said(case['state'])))}"] if case else []),
    ]


def _show(title: Text, headers: Sequence[Text], rows: Sequence[Sequence[object]], numbers: Sequence[int] = ()) -> None:
    if rows:
        out.print(f"\n[bold]{here(title)}[/bold]")
        out.print(table(headers, rows, numbers=numbers))


def _show_outliers(document: Part) -> None:
    """Show the outliers of the use, the latest first; a run made before they were kept has none."""
    headers = (
        Text("起始日", "from"),
        Text("类型", "kind"),
        Text("幅度", "size"),
        Text("同期已知事件", "known event on the day"),
    )
    rows = [
        [one["day"], _said(one["kind"]), f"{float(one['size']):+,.1f} %", _said(one["event"]) if one["event"] else ""]
        for one in document["outliers"][:OUTLIERS]
    ]
    title = Text("用电异常与突变（最近 {count} 个）", "Outliers and shifts of its use, the latest {count}")
    _show(title.fill(count=len(rows)), headers, rows, numbers=[2])


def _show_sources(document: Part) -> None:
    """Show the latest months of each source, up to the last one that is known."""
    title = Text("各数据源近 {count} 个月，本企业基期 = 100", "Every source, latest {count} months, own base = 100")
    headers = (Text("领域", "domain"), Text("指标", "indicator"), Text("至", "up to"), Text("水平", "level"))
    rows = [
        [_said(one["domain"]), _said(one["indicator"]), one["month"] or "–", _months(one["trend"])]
        for one in document["sources"]
    ]
    _show(title.fill(count=MONTHS), headers, rows, numbers=[3])


def _months(trend: list[str | None]) -> str:
    return "  ".join(f"{level or '–':>6}" for level in trend[-MONTHS:])


def _show_register(document: Part) -> None:
    headers = (*_PERIOD, Text("地区", "place"), Text("行业", "industry"), Text("规模", "size class"))
    headers += (Text("所有制", "ownership"), Text("所属集团", "group owner"))
    fields = ("place", "industry", "size_class", "ownership", "group_owner")
    rows = [[*_period(entry), *(_said(entry[field]) for field in fields)] for entry in document["register"]]
    _show(Text("登记与变更", "Register and its history"), headers, rows)


def _show_links(document: Part) -> None:
    headers = (Text("类别", "kind"), Text("编号", "number"), Text("比例", "share"), *_PERIOD, Text("依据", "rests on"))
    rows = [
        [_said(link["kind"]), escape(link["subject"]), f"{link['share']} %", *_period(link), _said(link["basis"])]
        for link in document["links"]
    ]
    _show(Text("关联的表计、账户、车牌与名称", "Meters, accounts, plates and names"), headers, rows, numbers=[2])


def _show_accounts(document: Part) -> None:
    headers = (Text("年份", "year"), Text("增加值", "value added"), Text("产值", "output"))
    headers += (Text("税收", "tax"), Text("从业人数", "employees"))
    fields = ("value_added", "output", "tax", "employees")
    rows = [
        [entry["year"], *("–" if entry[field] is None else f"{int(entry[field]):,}" for field in fields)]
        for entry in document["accounts"]
    ]
    _show(Text("年度核算（万元）", "Annual accounts, CNY 10,000"), headers, rows, numbers=[1, 2, 3, 4])


_PERIOD = (Text("起", "from"), Text("止", "to"))


def _period(entry: Part) -> list[str]:
    return [entry["first"], entry["last"] or here(Text("至今", "until now"))]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "显示一家企业：红绿灯与原因、各数据源、登记与变更、关联、年度核算；内容与企业页相同。\n\n例：mbi enterprise 91440600MA4ABCDE1X --json",
                "Show one enterprise: its light and why, every source, register, links and accounts, as its page does.\n\n"
                "Example: mbi enterprise 91440600MA4ABCDE1X --json",
            )
        )
    )(enterprise)
