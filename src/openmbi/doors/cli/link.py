"""`mbi link`: whose a meter, account, plate or name is; what waits, and a person's decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, now, opened
from openmbi.doors.cli.person import day_of, deciding
from openmbi.linking.reasons import BASIS_MEANS, REASON_MEANS, LinkBasis, WaitReason

if TYPE_CHECKING:
    from openmbi.flow.bureau import Bureau
    from openmbi.flow.decisions import Said
    from openmbi.flow.linking import Waiting
    from openmbi.store.manifest import Entry

app = typer.Typer(
    no_args_is_help=True,
    help=here(
        Text(
            "关联：电表、账户、车牌与名称属于哪家企业。\n\n例：mbi link queue；mbi link export 复核.xlsx；mbi link decide 复核.xlsx；"
            "mbi link accept meter 0123456 91440600MA4ABCDE1X",
            "Links: which enterprise meters, accounts, plates and names belong to.\n\nExamples: mbi link queue; mbi link export review.xlsx; "
            "mbi link decide review.xlsx; mbi link accept meter 0123456 91440600MA4ABCDE1X",
        )
    ),
)
Limit = Annotated[int, typer.Option(min=0, help=here(Text("显示行数；0 为全部", "rows to show; 0: all")))]
Kind = Annotated[str, typer.Argument(help=here(Text("类别，如 meter", "kind, such as meter")))]
Subject = Annotated[str, typer.Argument(help=here(Text("户号", "the meter's or account's number")))]
By = Annotated[
    str | None, typer.Option("--by", help=here(Text("决定人，缺省为登录名", "who decides; else your login")))
]
Note = Annotated[str | None, typer.Option("--note", help=here(Text("备注", "a note")))]
Named = Annotated[str | None, typer.Option("--name", help=here(Text("户主名称", "the holder's name in the books")))]
Since = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help=here(Text("户主起始日", "the holder's first day")))
]


@app.command(
    "list",
    help=here(
        Text(
            "列出关联及其依据。\n\n例：mbi link list --as-of 2024-03-01 --json",
            "List links and what each rests on.\n\nExample: mbi link list --as-of 2024-03-01 --json",
        )
    ),
)
def list_links(context: typer.Context, as_of: AsOf = None, limit: Limit = 20, json: Json = False) -> None:
    """List the links."""
    from openmbi.flow.linking import linked_as_of

    bureau = opened(context)
    linked = linked_as_of(bureau, moment(as_of, bureau))
    links = linked.links.to_pylist()
    if json:
        print_json({"links": links, "left_out": linked.left_out.to_pylist(), "waiting": linked.waiting.num_rows})
        return
    headers = (
        Text("类别", "kind"),
        Text("户号", "subject"),
        Text("企业", "enterprise"),
        Text("比例", "share"),
        Text("起", "from"),
        Text("止", "to"),
        Text("依据", "rests on"),
    )
    rows = [list(_link_row(row)) for row in links[: limit or None]]
    out.print(table(headers, rows, numbers=[3]))
    _show_counts(links, linked.waiting.num_rows, linked.left_out.num_rows)


def _link_row(row: dict[str, Any]) -> Iterator[object]:
    yield from (row["kind"], row["subject"], row["enterprise"], f"{row['share'].normalize():f}")
    yield from (row["valid_from"], row["valid_to"] or "", row["basis"])


def _show_counts(links: Sequence[dict[str, Any]], waiting: int, left_out: int) -> None:
    counts = Counter(row["basis"] for row in links)
    for basis, count in sorted(counts.items()):
        out.print(f"{basis} × {count}  {here(BASIS_MEANS[LinkBasis(basis)])}")
    out.print(
        here(
            Text(
                "{links} 条关联；{waiting} 个户主待复核；{left_out} 个经人工判定不属于任何企业",
                "{links} links; {waiting} holders wait for review; {left_out} belong to nobody, as a person decided",
            ).fill(links=len(links), waiting=waiting, left_out=left_out)
        )
    )


@app.command(
    help=here(
        Text(
            "列出待复核的户主、原因与候选企业。候选仅供人工参考，不参与计算。\n\n例：mbi link queue --limit 0",
            "List what waits for review: reason and candidates, which no computation uses.\n\nExample: mbi link queue --limit 0",
        )
    )
)
def queue(context: typer.Context, as_of: AsOf = None, limit: Limit = 20, json: Json = False) -> None:
    """List the review queue."""
    from openmbi.flow.decisions import holder_number
    from openmbi.flow.linking import review_queue

    bureau = opened(context)
    waiting = review_queue(bureau, moment(as_of, bureau))
    if json:
        print_json(
            [{**one.holder, "number": holder_number(one.holder), "candidates": one.candidates} for one in waiting]
        )
        return
    if not waiting:
        out.print(here(Text("没有待复核的户主", "nothing waits for review")))
        return
    headers = (
        Text("类别", "kind"),
        Text("户号", "subject"),
        Text("户主名称", "name"),
        Text("登记代码", "code in the books"),
        Text("原因", "reason"),
        Text("候选企业", "candidates"),
    )
    out.print(table(headers, map(_queue_row, waiting[: limit or None])))
    if limit and len(waiting) > limit:
        more = Text("……另有 {n} 个（--limit 0 显示全部）", "… and {n} more (--limit 0 shows all)")
        out.print(here(more.fill(n=len(waiting) - limit)))
    for reason, count in sorted(Counter(one.holder["reason"] for one in waiting).items()):
        out.print(f"{reason} × {count}  {here(REASON_MEANS[WaitReason(reason)])}")


def _queue_row(waiting: Waiting) -> list[object]:
    from openmbi.doors.cli.review_file import evidence

    holder = waiting.holder
    offered = "\n".join(f"{row['candidate']}  {evidence(row)}" for row in waiting.candidates)
    return [
        holder["kind"],
        holder["subject"],
        holder["name"] or "",
        holder["enterprise"] or "",
        holder["reason"],
        offered,
    ]


@app.command(
    help=here(
        Text(
            "把待复核的户主写成 .xlsx 或 .csv，供人工填写“决定”列。\n\n例：mbi link export 复核.xlsx",
            "Write what waits as .xlsx or .csv, for a person to fill the column of the decision.\n\nExample: mbi link export review.xlsx",
        )
    )
)
def export(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=here(Text("要写出的文件", "the file to write")))],
    json: Json = False,
) -> None:
    """Write the review queue to a file."""
    from openmbi.doors.cli.review_file import write_queue
    from openmbi.flow.linking import review_queue

    waiting = review_queue(opened(context), now())
    write_queue(path, waiting)
    if json:
        print_json({"file": str(path), "holders": len(waiting)})
        return
    said = Text("已写出 {n} 个户主：{path}", "wrote {n} holders: {path}")
    out.print(here(said.fill(n=len(waiting), path=path)))


@app.command(
    "decide",
    help=here(
        Text(
            "记录填好的文件：企业代码，或 none 表示不属于任何企业；空白不作决定。全部有效才记录。\n\n例：mbi link decide 复核.xlsx --by 王敏",
            "Record a filled file: the code of an enterprise, or none for nobody's; a blank decides nothing. All or nothing is recorded.\n\n"
            "Example: mbi link decide review.xlsx --by 'Wang Min'",
        )
    ),
)
def decide_file(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=here(Text("填好的文件", "the filled file")))],
    by: By = None,
    json: Json = False,
) -> None:
    """Record the decisions of a file."""
    from openmbi.doors.cli.review_file import read_decisions

    _record(opened(context), read_decisions(path), by, json)


@app.command(
    help=here(
        Text(
            "判定一个户主属于某企业，今后的截至时点起生效。\n\n例：mbi link accept meter 0123456 91440600MA4ABCDE1X --note 已电话核实",
            "Say that a holder is an enterprise; as-ofs from now on know it.\n\n"
            "Example: mbi link accept meter 0123456 91440600MA4ABCDE1X --note 'asked by telephone'",
        )
    )
)
def accept(
    context: typer.Context,
    kind: Kind,
    subject: Subject,
    enterprise: Annotated[str, typer.Argument(help=here(Text("企业代码", "code of the enterprise")))],
    *,
    name: Named = None,
    since: Since = None,
    by: By = None,
    note: Note = None,
    json: Json = False,
) -> None:
    """Decide for an enterprise."""
    _decide_one(opened(context), (kind, subject, name, since), (enterprise, note), by, json)


@app.command(
    help=here(
        Text(
            "判定一个户主不属于名录中的任何企业。\n\n例：mbi link reject meter 0123456",
            "Say that a holder is none of the registered enterprises.\n\nExample: mbi link reject meter 0123456",
        )
    )
)
def reject(
    context: typer.Context,
    kind: Kind,
    subject: Subject,
    *,
    name: Named = None,
    since: Since = None,
    by: By = None,
    note: Note = None,
    json: Json = False,
) -> None:
    """Decide for nobody."""
    _decide_one(opened(context), (kind, subject, name, since), (None, note), by, json)


def _decide_one(
    bureau: Bureau,
    holder: tuple[str, str, str | None, str | None],
    said: tuple[str | None, str | None],
    by: str | None,
    json: bool,
) -> None:
    from openmbi.flow.decisions import Said, the_holder

    kind, subject, name, since = holder
    first = day_of(since) if since else None
    number = the_holder(bureau, kind, subject, name=name, since=first, now=now())
    _record(bureau, [Said(number, *said)], by, json)


def _record(bureau: Bureau, said: list[Said], by: str | None, json: bool) -> None:
    from openmbi.flow.decisions import decide

    person = deciding(by)
    _show(decide(bureau, said, by=person, now=now()), said, person, json)


def _show(entry: Entry, said: Sequence[Said], person: str, json: bool) -> None:
    linked = sum(one.enterprise is not None for one in said)
    counts = {"batch": entry.number, "linked": linked, "left_out": len(said) - linked, "by": person}
    if json:
        print_json(counts)
        return
    told = Text(
        "第 {batch} 批：{by} 关联 {linked} 个户主，判定 {left_out} 个不属于任何企业",
        "batch {batch}: {by} linked {linked} holders and left {left_out} out",
    )
    out.print(here(told.fill(**counts)))
