"""Options that several commands share."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.cli.language import here

if TYPE_CHECKING:
    from openmbi.flow.bureau import Bureau

Json = Annotated[bool, typer.Option("--json", help=here(Text("以 JSON 输出", "print JSON")))]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="YYYY-MM-DD",
        help=here(
            Text(
                "截至该日（当地时间）最后一刻所知；也可写完整时刻。缺省为现在",
                "what was known at the last moment of this day, local time; a full ISO moment does too. Default: now",
            )
        ),
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="ACTOR",
        help=here(
            Text(
                "操作人在 owners.yml 中的标识；缺省按登录名查找",
                "who acts, by the identifier in owners.yml; else found by your login",
            )
        ),
    ),
]

_BEGINS_WITH_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def opened(context: typer.Context) -> Bureau:
    """Return the bureau that `--bureau` names."""
    from openmbi.flow.bureau import load_bureau

    folder: Path = context.obj
    return load_bureau(folder)


def now() -> datetime:
    """Return the present moment: the doors are the only rooms that look at a clock."""
    return datetime.now(UTC)


def moment(text: str | None, bureau: Bureau) -> datetime:
    """Read an as-of at the place of a bureau; errors as `moment_at`."""
    return moment_at(text, bureau.zone)


def moment_at(text: str | None, zone: ZoneInfo) -> datetime:
    """Read an as-of: a day is its last moment in a time zone, None is now.

    Raises
    ------
    Problem
        `as-of.unreadable`, `as-of.in-future`.
    """
    from openmbi.core.periods import end_of_day

    if text is None:
        return now()
    try:
        asked = _moment(text, zone)
    except (ValueError, OverflowError) as error:
        raise Problem(
            "as-of.unreadable",
            Text("无法识别的时点「{text}」", "“{text}” is not a moment").fill(text=text),
            Text("请写成 2016-03-01 或 2016-03-01T08:00", "write it like 2016-03-01 or 2016-03-01T08:00"),
        ) from error
    if asked > end_of_day(now().astimezone(zone).date(), zone):
        raise Problem(
            "as-of.in-future",
            Text(
                "{text} 晚于今天：届时所知尚不存在", "{text} is after today: nobody knows yet what is known then"
            ).fill(text=text),
            Text("改用今天或更早的日期", "choose today or an earlier day"),
        )
    return asked


def _moment(text: str, zone: ZoneInfo) -> datetime:
    from openmbi.core.periods import end_of_day

    if not _BEGINS_WITH_A_DAY.match(text):
        raise ValueError(text)
    if _BEGINS_WITH_A_DAY.fullmatch(text):
        return end_of_day(date.fromisoformat(text), zone)
    given = datetime.fromisoformat(text)
    return (given if given.tzinfo else given.replace(tzinfo=zone)).astimezone(UTC)
