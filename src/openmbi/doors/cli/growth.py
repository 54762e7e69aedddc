"""`mbi growth`: growth that readers use, in the terminal."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.markup import escape

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, steps, table
from openmbi.doors.cli.language import here, language
from openmbi.doors.cli.options import AsOf, Json, moment, opened
from openmbi.reports.province.growth_texts import GROWTH_LABELS
from openmbi.reports.province.words import signed

Part = dict[str, Any]
LISTED = 15

_PLACE = Text("地市或区县代码，如 440600", "code of a city or county, such as 440600")
_INDUSTRY = Text(
    "行业代码，如 C39；与 --place 同用即为单元", "code of an industry, such as C39; with --place, the cell of both"
)
_MONTH = Text("只看这一月", "this month only")


def growth(  # noqa: PLR0917  typer passes options by name
    context: typer.Context,
    place: Annotated[str | None, typer.Option(metavar="CODE", help=here(_PLACE))] = None,
    industry: Annotated[str | None, typer.Option(metavar="CODE", help=here(_INDUSTRY))] = None,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help=here(_MONTH))] = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Show growth of the zone, a place, an industry or a cell."""
    from openmbi.flow.growth_asked import Asked
    from openmbi.flow.growth_asked import growth as growth_of

    bureau = opened(context)
    known = None if as_of is None else moment(as_of, bureau)
    with steps() as step:
        document = growth_of(bureau, Asked(place, industry, month), as_of=known, step=step)
    if json:
        print_json(document)
    else:
        _show(document)


def _show(document: Part) -> None:
    """Print the latest rows, with the sentence about the latest period."""
    if document["simulated"]:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    said = Text("按 {day} 所知", "as known on {day}").fill(day=document["as_of"][:10])
    out.print(f"[bold]{escape(_said(document['name']))}[/bold]  {document['code']}  {here(said)}")
    for sentence in (document["sentence"], document["since"]):
        if sentence:
            out.print(_said(sentence))
    columns = document["columns"]
    headers = [GROWTH_LABELS[name] for name in ("period", *columns, "enterprises")]
    rows = [_line(row, columns) for row in reversed(document["rows"][-LISTED:])]
    out.print(table(headers, rows, numbers=list(range(1, len(headers)))))
    out.print(here(GROWTH_LABELS["units"]))
    for why in (document["why_no_parts"], document["why_no_month"]):
        if why:
            out.print(_said(why))


def _line(row: Part, columns: list[str]) -> list[str]:
    figures = [row["parts"][name] if name in row["parts"] else row[name] for name in columns]
    return [
        _said(row["label"]),
        *(signed(one) for one in figures),
        f"{row['enterprises']:,}",
    ]


def _said(pair: Part) -> str:
    return pair[language()]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "显示用电增速：同比、扣除春节因素、工作日调整、农历对齐、环比折年率；1—2月另有合计。缺省取最近一次计算。\n\n"
                "例：mbi growth；mbi growth --month 2016-02；mbi growth --place 440600 --industry C39；mbi growth --as-of 2016-03-05 --json",
                "Show growth of electricity use: on a year before, excluding the Spring Festival, working-day adjusted, lunar-aligned, and the month's, "
                "annualised; January and February also together. Of the newest run if not said.\n\n"
                "Examples: mbi growth; mbi growth --month 2016-02; mbi growth --place 440600 --industry C39; mbi growth --as-of 2016-03-05 --json",
            )
        )
    )(growth)
