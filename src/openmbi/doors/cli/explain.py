"""`mbi explain`: what a change is made of, as a list of enterprises or as a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.core.line_kinds import LineKind
from openmbi.doors.cli.change_tree import LINES, codes_asked, drawn, levels_asked
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, opened

if TYPE_CHECKING:
    from openmbi.core.tables import ContributionLine, Contributions
    from openmbi.flow.bureau import Bureau
    from openmbi.flow.change_trees import ChangeTree

_BY = Text(
    "按哪些层级自上而下分解，如 city,industry；其下为企业",
    "levels from the top down, such as city,industry; enterprises stand below",
)
_INDEX = Text(
    "哪个指数：缺省为活跃度；composite 为综合指数", "which index: else the activity level; composite is the composite"
)
_GROUP = Text(
    "改为一个组自身的指数，如 440600、C39、440600-C39", "a group's own level instead, such as 440600, C39 or 440600-C39"
)
_PATH = Text("只看分解中的一项，如 export_cny/440600/C39", "one part of the tree only, such as export_cny/440600/C39")
_TOP = Text(
    "显示的企业数（缺省 15），树中为每项之下的项数（缺省 5）；0 为全部",
    "how many enterprises to show (15), in a tree how many parts of each part (5); 0: all",
)
_ONLY_SO = Text(
    "综合指数只按 指标/市/行业/企业 分解，不能与 --by、--group 同用",
    "a composite is taken apart by indicator, city, industry and enterprise only: without --by and --group",
)
_FLAT, _TREE = 15, 5


def explain(  # noqa: PLR0917  typer passes options by name
    context: typer.Context,
    period: Annotated[
        str | None,
        typer.Argument(
            help=here(Text("时期，如 2016-02；缺省为最近一月", "a period such as 2016-02; else the latest month"))
        ),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="LEVELS", help=here(_BY))] = None,
    index: Annotated[str | None, typer.Option(help=here(_INDEX))] = None,
    group: Annotated[str | None, typer.Option(metavar="CODE", help=here(_GROUP))] = None,
    path: Annotated[str | None, typer.Option(metavar="CODES", help=here(_PATH))] = None,
    top: Annotated[int | None, typer.Option(min=0, help=here(_TOP))] = None,
    json: Json = False,
) -> None:
    """Show the change of the level over a period and the lines that sum to it, or a change as a tree."""
    from openmbi.flow.change_trees import LEVEL, composite_change, level_change

    bureau = opened(context)
    if by is index is group is path is None:
        _explain_flat(bureau, period, _FLAT if top is None else top, json)
        return
    if index in {None, LEVEL}:
        made = level_change(bureau, period, levels_asked(by), group=group, path=codes_asked(path))
    elif by is group is None:
        made = composite_change(bureau, str(index), period, codes_asked(path))
    else:
        raise typer.BadParameter(here(_ONLY_SO), param_hint="--index")
    _explain_tree(bureau, made, _TREE if top is None else top, json)


def _explain_tree(bureau: Bureau, made: ChangeTree, top: int, json: bool) -> None:
    from openmbi.drilldown.node_document import as_document

    if json:
        told = {"index": made.index, "path": list(made.path), "told": {"zh": made.told.zh, "en": made.told.en}}
        print_json(told | {"tree": as_document(made.root), **_marks(bureau)})
        return
    _show_marks(bureau)
    out.print(drawn(made, top))


def _explain_flat(bureau: Bureau, period: str | None, top: int, json: bool) -> None:
    from openmbi.flow.figures import explain as explain_change
    from openmbi.flow.figures import names_of

    made = explain_change(bureau, period)
    if json:
        print_json(_as_dict(made) | _marks(bureau))
        return
    _show_marks(bureau)
    out.print(here(_title(made)), style="bold")
    headers = (Text("主体", "subject"), Text("名称", "name"), Text("点", "points"))
    out.print(table(headers, _rows(made.lines, names_of(bureau), top), numbers=[2]))


def _marks(bureau: Bureau) -> dict[str, Any]:
    from openmbi.flow.unannounced import newest_status

    return {"simulated": bureau.settings.simulated, "calendar": newest_status(bureau)}


def _show_marks(bureau: Bureau) -> None:
    from openmbi.flow.unannounced import newest_status, status_text

    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    if status := newest_status(bureau):
        out.print(here(status_text(status)), style="bold yellow")


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
    rows += [["", LINES[line.kind], f"{line.points:+}"] for line in lines if line.kind is not LineKind.SUBJECT]
    rows.append(["", Text("合计（精确）", "sum (exact)"), f"{sum(line.points for line in lines):+}"])
    return rows


def _shortened(lines: list[ContributionLine], top: int) -> tuple[list[ContributionLine], list[ContributionLine]]:
    """Return the largest lines by size, and the others."""
    ordered = sorted(lines, key=lambda line: (-abs(line.points), line.subject))
    return (ordered, []) if top == 0 else (ordered[:top], ordered[top:])


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "说明一段时期内指数变动由哪些企业构成，或按层级逐级分解；各项之和恰等于变动。\n\n"
                "例：mbi explain 2016-02；mbi explain 2016-W08 --top 0 --json；mbi explain 2025-11 --by city,industry；"
                "mbi explain --index composite --path export_cny/440600",
                "Say which enterprises make up the index's change over a period, or take it apart level by level; the parts sum to it exactly.\n\n"
                "Examples: mbi explain 2016-02; mbi explain 2016-W08 --top 0 --json; mbi explain 2025-11 --by city,industry; "
                "mbi explain --index composite --path export_cny/440600",
            )
        )
    )(explain)
