"""`mbi case`: work the cases of alerts, from open to closed."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openmbi.core.case_words import CAUSES
from openmbi.core.cases import ActionKind, CaseState, Cause, Closing
from openmbi.core.language import Text
from openmbi.core.levels import Level
from openmbi.doors.cli.case_groups import tell_groups
from openmbi.doors.cli.case_reason import show_reason
from openmbi.doors.cli.case_told import as_json, file_as_json, show_case, show_done, show_list
from openmbi.doors.cli.console import print_json
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import By, Json, now, opened
from openmbi.doors.cli.person import login

if TYPE_CHECKING:
    from openmbi.flow.cases import CaseStep

app = typer.Typer(
    no_args_is_help=True,
    help=here(
        Text(
            "工单：跟进预警，从立单到办结。\n\n例：mbi case list；mbi case show 12；mbi case ack 12；mbi case selfcheck 12 --cause maintenance",
            "Cases: follow an alert to its end.\n\n"
            "Examples: mbi case list; mbi case show 12; mbi case ack 12; mbi case selfcheck 12 --cause maintenance",
        )
    ),
)
Number = Annotated[int, typer.Argument(min=1, help=here(Text("工单编号", "number of the case")))]
Note = Annotated[str, typer.Option("--note", help=here(Text("说明", "what is to be said of it")))]
NeededNote = Annotated[str, typer.Option("--note", help=here(Text("说明（必填）", "what is to be said of it; needed")))]
Files = Annotated[
    list[Path] | None,
    typer.Option(
        "--evidence",
        dir_okay=False,
        help=here(
            Text(
                "证据文件，可多次；只记录文件名与哈希",
                "a file of evidence, more than once if need be; its name and hash are noted",
            )
        ),
    ),
]
NeededFiles = Annotated[
    list[Path],
    typer.Option(
        "--evidence",
        dir_okay=False,
        help=here(Text("证据文件（必填），可多次", "a file of evidence; needed, more than once if need be")),
    ),
]
Seen = Annotated[
    int | None,
    typer.Option(
        "--seen",
        min=1,
        metavar="VERSION",
        help=here(
            Text(
                "你所看到的版本；其间若有人改动则拒绝",
                "the version that you saw: refused where somebody changed the case since",
            )
        ),
    ),
]
_STATE = Text("只列这些状态，可多次", "only these states, more than once if need be")
_LEVEL = Text("只列这一层级", "only this level")
_PLACE = Text("只列这一行政区划（六位代码）之内", "only in this place, by its code of six digits")
_OWNER = Text("只列由此单位负责的", "only those of this owner")
_OVERDUE = Text("只列逾期的", "only overdue ones")
_CLOSED = Text("也列出已办结的", "closed ones too")
_LIMIT = Text("列出多少件；0 为全部", "how many to list; 0: all")
_GROUPED = Text(
    "按负责单位、市、行业与方向归并，一组一行", "as groups of one owner, city, industry and direction, one a line"
)
_SKIP = Text("略过前面多少件", "leave so many out first")
_CAUSE = Text("自查发现的原因，可多次：", "what was found behind it, more than once if need be: ") + Text(
    "、".join(f"{cause} {said.zh}" for cause, said in CAUSES.items()),
    ", ".join(f"{cause} ({said.en})" for cause, said in CAUSES.items()),
)
_UPHELD = Text("异议成立，或不成立", "whether the objection is right")
_CLOSING = Text("办结为误报，或原因属实且将持续", "a false alarm, or a real movement that will last")


class ByHand(StrEnum):
    """The closings that a person gives; the others are given by the data or by a dispute."""

    FALSE_ALARM = Closing.FALSE_ALARM
    EXPLAINED = Closing.EXPLAINED


@app.command(
    "list",
    help=here(
        Text(
            "列出未办结的工单，最紧迫的在前。\n\n例：mbi case list；mbi case list --overdue --place 440600；mbi case list --state disputed --json",
            "List the cases that are not closed, the most pressing first.\n\n"
            "Examples: mbi case list; mbi case list --overdue --place 440600; mbi case list --state disputed --json",
        )
    ),
)
def list_cases(
    context: typer.Context,
    *,
    state: Annotated[list[CaseState] | None, typer.Option(help=here(_STATE))] = None,
    level: Annotated[Level | None, typer.Option(help=here(_LEVEL))] = None,
    place: Annotated[str | None, typer.Option(help=here(_PLACE))] = None,
    owner: Annotated[str | None, typer.Option(help=here(_OWNER))] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help=here(_OVERDUE))] = False,
    closed: Annotated[bool, typer.Option("--closed", help=here(_CLOSED))] = False,
    limit: Annotated[int, typer.Option(min=0, help=here(_LIMIT))] = 20,
    skip: Annotated[int, typer.Option(min=0, help=here(_SKIP))] = 0,
    by_group: Annotated[bool, typer.Option("--grouped", help=here(_GROUPED))] = False,
    json: Json = False,
) -> None:
    """List cases."""
    from openmbi.alerts.cases.grouping import grouped
    from openmbi.flow.case_desk import CaseDesk
    from openmbi.flow.cases import Asked, listed
    from openmbi.flow.subject_names import subject_names

    bureau, moment = opened(context), now()
    asked = Asked(tuple(state or ()), level, place, owner, overdue, closed, limit or None, skip)
    names = subject_names(bureau)
    if by_group:
        groups = grouped(listed(CaseDesk(bureau), replace(asked, limit=None, skip=0), moment).cases)
        tell_groups(bureau, groups, slice(skip, skip + limit if limit else None), names, json=json)
        return
    found = listed(CaseDesk(bureau), asked, moment)
    if json:
        print_json(as_json(found, names, moment) | {"simulated": bureau.settings.simulated})
    else:
        show_list(bureau, found, names, moment)


@app.command(
    help=here(
        Text(
            "显示一件工单：证据、期限、经过、下一步可做什么，以及最近一次计算所述的原因。\n\n例：mbi case show 12 --json",
            "Show a case: its evidence, deadline, history, what may be done next, and its reasons by the last run.\n\n"
            "Example: mbi case show 12 --json",
        )
    )
)
def show(context: typer.Context, number: Number, json: Json = False) -> None:
    """Show one case."""
    from openmbi.flow.case_desk import CaseDesk
    from openmbi.flow.cases import shown
    from openmbi.flow.subject_names import subject_names
    from openmbi.flow.told_reasons import told_reason

    bureau = opened(context)
    file, reason = shown(CaseDesk(bureau), number), told_reason(bureau, number)
    names = subject_names(bureau)
    if json:
        told = {"reason": reason, "simulated": bureau.settings.simulated}
        print_json(file_as_json(file, names, now()) | told)
    else:
        show_case(bureau, file, names, now())
        show_reason(reason)


@app.command(
    help=here(
        Text(
            "把工单分派给一个负责单位。\n\n例：mbi case assign 12 foshan --by li-na",
            "Give a case to an owner.\n\nExample: mbi case assign 12 foshan --by li-na",
        )
    )
)
def assign(
    context: typer.Context,
    number: Number,
    owner: Annotated[
        str, typer.Argument(help=here(Text("owners.yml 中的单位标识", "an owner's identifier in owners.yml")))
    ],
    *,
    note: Note = "",
    by: By = None,
    seen: Seen = None,
    json: Json = False,
) -> None:
    """Assign a case."""
    from openmbi.flow.cases import CaseStep

    _take(context, number, CaseStep(ActionKind.ASSIGN, note, owner=owner), by, seen, json)


@app.command(
    help=here(
        Text(
            "签收工单：已看到，正在办理。\n\n例：mbi case ack 12",
            "Acknowledge a case: it was seen and is being worked.\n\nExample: mbi case ack 12",
        )
    )
)
def ack(
    context: typer.Context,
    number: Number,
    *,
    note: Note = "",
    by: By = None,
    seen: Seen = None,
    json: Json = False,
) -> None:
    """Acknowledge a case."""
    from openmbi.flow.cases import CaseStep

    _take(context, number, CaseStep(ActionKind.ACKNOWLEDGE, note), by, seen, json)


@app.command(
    help=here(
        Text(
            "填报企业自查：原因可多选；经核实无异常用 no_event。\n\n例：mbi case selfcheck 12 --cause maintenance --note 检修至周五 --evidence 通知.pdf",
            "File a self-check: one cause or several; no_event where it was confirmed that nothing happened.\n\n"
            "Example: mbi case selfcheck 12 --cause maintenance --note 'until Friday' --evidence notice.pdf",
        )
    )
)
def selfcheck(
    context: typer.Context,
    number: Number,
    *,
    cause: Annotated[list[Cause], typer.Option(help=here(_CAUSE))],
    note: Note = "",
    evidence: Files = None,
    by: By = None,
    seen: Seen = None,
    json: Json = False,
) -> None:
    """File a self-check."""
    from openmbi.flow.cases import CaseStep

    _take(context, number, CaseStep(ActionKind.SELF_CHECK, note, _files(evidence), causes=tuple(cause)), by, seen, json)


@app.command(
    help=here(
        Text(
            "记录所采取的措施。\n\n例：mbi case measure 12 --note 已协调供电",
            "Note the measure that was taken.\n\nExample: mbi case measure 12 --note 'supply restored'",
        )
    )
)
def measure(
    context: typer.Context,
    number: Number,
    *,
    note: NeededNote,
    evidence: Files = None,
    by: By = None,
    seen: Seen = None,
    json: Json = False,
) -> None:
    """Note a measure."""
    from openmbi.flow.cases import CaseStep

    _take(context, number, CaseStep(ActionKind.MEASURE, note, _files(evidence)), by, seen, json)


@app.command(
    help=here(
        Text(
            "反馈措施的结果；此后由数据核验。\n\n例：mbi case feedback 12 --note 已全面复产",
            "Give feedback on what the measure achieved; from then on the data verify it.\n\n"
            "Example: mbi case feedback 12 --note 'all lines run again'",
        )
    )
)
def feedback(
    context: typer.Context,
    number: Number,
    *,
    note: NeededNote,
    evidence: Files = None,
    by: By = None,
    seen: Seen = None,
    json: Json = False,
) -> None:
    """Give feedback."""
    from openmbi.flow.cases import CaseStep

    _take(context, number, CaseStep(ActionKind.FEEDBACK, note, _files(evidence)), by, seen, json)


@app.command(
    help=here(
        Text(
            "附证据提出异议；裁定之前工单停办。\n\n例：mbi case dispute 12 --note 表计已更换 --evidence 换表单.pdf",
            "Dispute a case, with evidence; it rests until that is decided.\n\n"
            "Example: mbi case dispute 12 --note 'the meter was replaced' --evidence meter.pdf",
        )
    )
)
def dispute(
    context: typer.Context,
    number: Number,
    *,
    note: NeededNote,
    evidence: NeededFiles,
    by: By = None,
    seen: Seen = None,
    json: Json = False,
) -> None:
    """Dispute a case."""
    from openmbi.flow.cases import CaseStep

    _take(context, number, CaseStep(ActionKind.DISPUTE, note, _files(evidence)), by, seen, json)


@app.command(
    "resolve-dispute",
    help=here(
        Text(
            "裁定异议：成立则办结，不成立则恢复办理。\n\n例：mbi case resolve-dispute 12 --uphold --note 属实 --by li-na",
            "Decide a dispute: upheld, the case is closed; rejected, it goes on.\n\n"
            "Example: mbi case resolve-dispute 12 --uphold --note 'the meter was indeed replaced' --by li-na",
        )
    ),
)
def resolve_dispute(
    context: typer.Context,
    number: Number,
    *,
    upheld: Annotated[bool, typer.Option("--uphold/--reject", help=here(_UPHELD))],
    note: NeededNote,
    evidence: Files = None,
    by: By = None,
    seen: Seen = None,
    json: Json = False,
) -> None:
    """Decide a dispute."""
    from openmbi.flow.cases import CaseStep

    _take(context, number, CaseStep(ActionKind.RESOLVE_DISPUTE, note, _files(evidence), upheld=upheld), by, seen, json)


@app.command(
    help=here(
        Text(
            "按最近一次计算的数据核验；数据尚未恢复则拒绝。每次计算后也会自动核验。\n\n例：mbi case verify 12",
            "Verify a case by the data of the newest run; refused where they have not come back. Every run verifies by itself too.\n\n"
            "Example: mbi case verify 12",
        )
    )
)
def verify(
    context: typer.Context,
    number: Number,
    *,
    note: Note = "",
    by: By = None,
    seen: Seen = None,
    json: Json = False,
) -> None:
    """Verify a case by the data."""
    from openmbi.flow.cases import CaseStep

    _take(context, number, CaseStep(ActionKind.VERIFY, note), by, seen, json)


@app.command(
    help=here(
        Text(
            "办结工单：误报（自查经核实无异常），或变动属实且将持续。\n\n例：mbi case close 12 --as false_alarm --note 已到现场核实",
            "Close a case: a false alarm (the self-check confirmed no event), or a real movement that will last.\n\n"
            "Example: mbi case close 12 --as false_alarm --note 'seen on site'",
        )
    )
)
def close(
    context: typer.Context,
    number: Number,
    *,
    closing: Annotated[ByHand, typer.Option("--as", help=here(_CLOSING))],
    note: NeededNote,
    evidence: Files = None,
    by: By = None,
    seen: Seen = None,
    json: Json = False,
) -> None:
    """Close a case."""
    from openmbi.flow.cases import CaseStep

    _take(
        context,
        number,
        CaseStep(ActionKind.CLOSE, note, _files(evidence), closing=Closing(closing.value)),
        by,
        seen,
        json,
    )


@app.command(
    help=here(
        Text(
            "重新立单。\n\n例：mbi case reopen 12 --note 再次停产",
            "Take a closed case up again.\n\nExample: mbi case reopen 12 --note 'stopped again'",
        )
    )
)
def reopen(
    context: typer.Context,
    number: Number,
    *,
    note: NeededNote,
    evidence: Files = None,
    by: By = None,
    seen: Seen = None,
    json: Json = False,
) -> None:
    """Reopen a case."""
    from openmbi.flow.cases import CaseStep

    _take(context, number, CaseStep(ActionKind.REOPEN, note, _files(evidence)), by, seen, json)


def _files(given: list[Path] | None) -> tuple[Path, ...]:
    return tuple(given or ())


def _take(  # noqa: PLR0917  a command hands its options on
    context: typer.Context, number: int, step: CaseStep, by: str | None, seen: int | None, json: bool
) -> None:
    """Take one step as the actor, and tell what the case has become."""
    from openmbi.flow.authority import acting
    from openmbi.flow.case_desk import CaseDesk
    from openmbi.flow.cases import act
    from openmbi.flow.subject_names import subject_names

    bureau = opened(context)
    desk = CaseDesk(bureau)
    actor = acting(desk.owners, by, login())
    done = act(desk, number, step, actor=actor, now=now(), seen=seen)
    if json:
        print_json(file_as_json(done, subject_names(bureau), now()) | {"simulated": bureau.settings.simulated})
    else:
        show_done(bureau, done, actor)
