"""`mbi release publish`, `review`, `sign`, `correct`, `show` and `audit`: what outsiders may see, on its way from preliminary to signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openmbi.core.language import Text
from openmbi.core.problems import ExitCode
from openmbi.core.releases import PublicRelease, ReleaseStanding, ReleaseState
from openmbi.doors.cli.console import out, print_json, steps, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, now, opened
from openmbi.doors.cli.person import deciding

if TYPE_CHECKING:
    from openmbi.core.disclosure import DisclosureAudit
    from openmbi.flow.public_release import Correction, Published

User = Annotated[
    str | None,
    typer.Option("--by", metavar="USER", help=here(Text("办理人；缺省为登录名", "who acts; else your login"))),
]
Release = Annotated[
    str | None,
    typer.Option(
        "--release", help=here(Text("所依据的发布版本；缺省为最新", "the release it is made from; else the newest"))
    ),
]
Months = Annotated[
    int,
    typer.Option("--months", min=1, max=120, help=here(Text("公布最近几个月", "how many of the last months it shows"))),
]
Number = Annotated[int, typer.Argument(min=1, help=here(Text("公开版号", "number of the public release")))]
STATES = {
    ReleaseState.PRELIMINARY: Text("初步", "preliminary"),
    ReleaseState.REVIEWED: Text("已复核", "reviewed"),
    ReleaseState.SIGNED: Text("已签发", "signed"),
}


HELP = {
    "publish": Text(
        "由已固定的发布生成公开版：抑制敏感数字并审计。\n\n例：mbi release publish --by zhang",
        "Make a public release of a pinned one: suppress what is sensitive, and audit it.\n\nExample: mbi release publish --by zhang",
    ),
    "review": Text(
        "复核公开版；复核人不得为编制人。\n\n例：mbi release review 1 --by li",
        "Review a public release; not by its maker.\n\nExample: mbi release review 1 --by li",
    ),
    "sign": Text(
        "签发公开版；签发人须为第三人，可设解禁时刻。\n\n例：mbi release sign 1 --by wang --embargo 2026-04-10T09:00+08:00",
        "Sign a public release, as a third user; it may be kept under embargo until a moment.\n\n"
        "Example: mbi release sign 1 --by wang --embargo 2026-04-10T09:00+08:00",
    ),
    "correct": Text(
        '更正已签发的公开版：生成新版，旧版保留并注明。\n\n例：mbi release correct 1 --why-zh 电量更正 --why-en "readings corrected" --by zhang',
        "Correct a signed public release: a new one says what it corrects and why; the old one stays, marked.\n\n"
        'Example: mbi release correct 1 --why-zh 电量更正 --why-en "readings corrected" --by zhang',
    ),
    "show": Text(
        "列出公开版及其状态，或显示其中一版。\n\n例：mbi release show；mbi release show 1 --json",
        "List the public releases and how far each has come, or show one.\n\nExamples: mbi release show; mbi release show 1 --json",
    ),
    "audit": Text(
        "对照所有已签发版本再次审计公开版。\n\n例：mbi release audit 1",
        "Audit a public release again, against every one that was signed.\n\nExample: mbi release audit 1",
    ),
}


def register(app: typer.Typer) -> None:
    """Add the commands to the group `mbi release`."""
    for command in (publish, review, sign, correct, show, audit):
        app.command(help=here(HELP[command.__name__]))(command)


def publish(
    context: typer.Context, release: Release = None, months: Months = 13, by: User = None, json: Json = False
) -> None:
    """Make a public release."""
    _made(context, release, months, by, None, json=json)


def correct(  # noqa: PLR0917  typer passes options by name
    context: typer.Context,
    number: Number,
    why_zh: Annotated[str, typer.Option("--why-zh", help=here(Text("更正原因（中文）", "why, in Chinese")))],
    why_en: Annotated[str, typer.Option("--why-en", help=here(Text("更正原因（英文）", "why, in English")))],
    release: Release = None,
    months: Months = 13,
    by: User = None,
    json: Json = False,
) -> None:
    """Make the correction of a public release."""
    from openmbi.flow.public_release import Correction

    _made(context, release, months, by, Correction(number, Text(why_zh, why_en)), json=json)


def _made(  # as many options as the commands have
    context: typer.Context,
    release: str | None,
    months: int,
    by: str | None,
    correction: Correction | None,
    *,
    json: bool,
) -> None:
    from openmbi.flow.public_release import publish as make

    bureau, maker = opened(context), deciding(by)
    with steps() as step:
        made = make(bureau, release, maker=maker, now=now(), step=step, months=months, correction=correction)
    if json:
        print_json({"number": made.release.number, "made_from": made.release.made_from, "families": _counted(made)})
        return
    said = Text("公开版第 {n} 号（初步），由 {who} 编制", "public release {n} (preliminary), made by {who}")
    out.print(here(said.fill(n=made.release.number, who=maker)))
    headers = (
        Text("数字", "figures"),
        Text("公布", "published"),
        Text("初级抑制", "primary"),
        Text("次级抑制", "secondary"),
        Text("审计视角", "viewpoints audited"),
        Text("可推算", "violations"),
    )
    rows = [[name, *(f"{value:,}" for value in one.values())] for name, one in _counted(made).items()]
    out.print(table(headers, rows))


def _counted(made: Published) -> dict[str, dict[str, int]]:
    counted = {}
    for name, pattern in made.patterns.items():
        states = [str(state) for state in pattern.suppression.state[: len(pattern.published)]]
        counted[name] = {state: states.count(state) for state in ("published", "primary", "secondary")}
        counted[name] |= {"audited": pattern.audit.checked, "violations": len(pattern.audit.violations)}
    return counted


def review(context: typer.Context, number: Number, by: User = None, json: Json = False) -> None:
    """Review a public release."""
    from openmbi.flow.public_release import review as note
    from openmbi.store.public_releases import PublicReleases

    bureau = opened(context)
    note(bureau, number, reviewer=deciding(by), now=now())
    _tell(PublicReleases(bureau.store, bureau.operations).standing(number), json=json)


def sign(
    context: typer.Context,
    number: Number,
    embargo: Annotated[
        datetime | None,
        typer.Option(
            "--embargo",
            formats=["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M", "%Y-%m-%d"],
            help=here(Text("解禁时刻；未写时区则按当地", "when others may see it; local time where no offset is said")),
        ),
    ] = None,
    by: User = None,
    json: Json = False,
) -> None:
    """Sign a public release."""
    from openmbi.flow.public_release import sign as note
    from openmbi.store.public_releases import PublicReleases

    bureau = opened(context)
    until = embargo.replace(tzinfo=bureau.zone) if embargo and embargo.tzinfo is None else embargo
    with steps() as step:
        step(Text("对照已签发版本审计", "auditing against what was signed"))
        note(bureau, number, signer=deciding(by), now=now(), embargo_until=until, step=step)
    _tell(PublicReleases(bureau.store, bureau.operations).standing(number), json=json)


def show(
    context: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(min=1, help=here(Text("公开版号；缺省列出全部", "its number; all are listed if not said"))),
    ] = None,
    json: Json = False,
) -> None:
    """Show the public releases, or one."""
    from openmbi.flow.figure_words import figure_words
    from openmbi.store.public_releases import PublicReleases

    bureau = opened(context)
    kept = PublicReleases(bureau.store, bureau.operations)
    if number is None:
        standings = kept.standings()
        if json:
            print_json({"releases": [_plain(one) for one in standings]})
        else:
            _list(standings)
        return
    release = kept.release(number)
    if json:
        print_json(release.document())
        return
    _list((kept.standing(number),))
    _list_tables(release, figure_words(bureau.catalog))


def _list_tables(release: PublicRelease, words: Mapping[str, Text]) -> None:
    from openmbi.flow.figure_words import called

    headers = (
        Text("代码", "code"),
        Text("数字", "figures"),
        Text("单位", "unit"),
        Text("行", "rows"),
        Text("不公布或无数据", "left out or no data"),
    )
    rows = [
        [
            one.name,
            here(called(words, one.name)),
            one.unit,
            f"{len(one.rows):,}",
            f"{sum(row[-1] is None for row in one.rows):,}",
        ]
        for one in release.tables
    ]
    out.print(table(headers, rows))


def audit(context: typer.Context, number: Number, json: Json = False) -> int:
    """Audit a public release again; exit code 5 where something can be worked out."""
    from openmbi.flow.public_release import audit_release

    with steps() as step:
        step(Text("审计", "auditing"))
        found = audit_release(opened(context), number, step=step)
    if json:
        print_json({name: _audited(one) for name, one in found.items()})
    else:
        headers = (
            Text("数字", "figures"),
            Text("敏感侧", "sensitive sides"),
            Text("视角", "viewpoints"),
            Text("可推算", "violations"),
            Text("以往已公开", "told before"),
        )
        rows = [
            [name, f"{one.sensitive:,}", f"{one.checked:,}", f"{len(one.violations):,}", f"{len(one.told_before):,}"]
            for name, one in found.items()
        ]
        out.print(table(headers, rows))
    return ExitCode.OK if all(one.passed for one in found.values()) else ExitCode.NOT_REPRODUCED


def _audited(one: DisclosureAudit) -> dict[str, Any]:
    violations = [{"table": each.table, "key": each.key, "low": each.low, "high": each.high} for each in one.violations]
    return {
        "sensitive": one.sensitive,
        "checked": one.checked,
        "violations": violations,
        "told_before": [[name, *key] for name, key in one.told_before],
    }


def _plain(standing: ReleaseStanding) -> Mapping[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in vars(standing).items()}


def _tell(standing: ReleaseStanding, *, json: bool) -> None:
    if json:
        print_json(_plain(standing))
        return
    said = Text("公开版第 {n} 号：{state}", "public release {n}: {state}").fill(
        n=standing.number, state=STATES[standing.state]
    )
    out.print(here(said))


def _list(standings: tuple[ReleaseStanding, ...]) -> None:
    headers = (
        Text("公开版", "public release"),
        Text("状态", "state"),
        Text("编制", "made by"),
        Text("复核", "reviewed by"),
        Text("签发", "signed by"),
        Text("解禁", "embargo until"),
        Text("更正", "corrects"),
        Text("被更正", "corrected by"),
    )
    rows = [
        [
            str(one.number),
            here(STATES[one.state]),
            one.maker,
            *(
                str(each) if each is not None else "–"
                for each in (one.reviewer, one.signer, one.embargo_until, one.corrects, one.corrected_by)
            ),
        ]
        for one in standings
    ]
    out.print(table(headers, rows))
