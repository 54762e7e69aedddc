"""What may be asked, as parameters of addresses; every name is checked, and one that is not known is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from openmbi.core.cases import CaseState
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, end_of_day, parse_period
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.doors.api.forms import Form
from openmbi.flow.gate.asked import MOST_ROWS, FiguresAsked
from openmbi.flow.gate.enterprises import MOST as MOST_ENTERPRISES
from openmbi.flow.gate.enterprises import Sort

_DAY = 10
Code = Annotated[str, Field(min_length=1, max_length=80)]
Codes = Annotated[list[Code], Field(max_length=500)]
PeriodText = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?|-W\d{2}|-Q[1-4])?$", max_length=10)]
ColourName = Literal["no_data", "green", "yellow", "red", "blue", "yellow_red", "yellow_blue", "orange"]


class Asked(BaseModel):
    """What every question may say."""

    model_config = ConfigDict(extra="forbid")

    format: Form | None = Field(
        None, description="返回格式；缺省按 Accept · form of the answer; else the header Accept says"
    )


class AsOfAsked(Asked):
    """A question for figures: as known at a moment."""

    as_of: str | None = Field(
        None,
        max_length=40,
        description="截至该日或该时刻所知：取当时最新一次计算；缺省为最新 · what was known by this day (its last moment, local time) or moment: the "
        "run that knew most of those that knew no more; else the newest",
        examples=["2026-01-02"],
    )


class DatedQuery(BaseModel):
    """A question for a document: as it was at a moment."""

    model_config = ConfigDict(extra="forbid")

    as_of: str | None = Field(
        None,
        max_length=40,
        description="截至该日或该时刻；缺省为现在 · as of this day (its last moment, local time) or moment; else now",
        examples=["2026-01-02"],
    )


class ReleaseQuery(Asked):
    """A question for one release: as it might be seen at a moment."""

    as_of: str | None = Field(
        None, max_length=40, description="截至该时刻可见 · as it might be seen by this day or moment; else now"
    )


class PagedAsked(AsOfAsked):
    """A question that is answered in pages."""

    after: str | None = Field(
        None, max_length=600, description="上一页给出的续页标记 · what the page before gave as `meta.next`"
    )
    limit: int = Field(10_000, ge=1, le=MOST_ROWS, description="每页最多行数 · rows of a page at most")


class FiguresQuery(PagedAsked):
    """Which figures are asked for; what is not said asks for all."""

    indicator: Codes = Field(
        default_factory=list, description="指标代码，可重复 · codes of indicators; may be repeated"
    )
    level: list[Level] = Field(
        default_factory=list, description="层级，可重复 · levels; may be repeated", max_length=20
    )
    frequency: list[Frequency] = Field(
        default_factory=list, description="频率 · frequencies: D, W, M, Q, A", max_length=20
    )
    subject: Codes = Field(
        default_factory=list, description="主体代码，可重复 · codes of groups or enterprises; may be repeated"
    )
    place: Code | None = Field(None, description="所在地区 · a place that they lie in, as 440600")
    industry: Code | None = Field(None, description="所属行业 · an industry that they lie in, as C39")
    key: str | None = Field(
        None,
        max_length=600,
        description="SDMX 式序列键 频率.地区.行业.指标，空为全部，+ 为或 · series key FREQ.REF_AREA.ACTIVITY.INDICATOR; empty: all, +: or",
        examples=["M.440600.C39.activity_level"],
    )
    start: PeriodText | None = Field(None, description="起始时期（含） · first period, included")
    end: PeriodText | None = Field(None, description="截止时期（含） · last period, included")
    last: int | None = Field(None, ge=1, le=10_000, description="最近若干期 · the last so many periods")
    keys: bool = Field(
        False, description="附序列键与观测状态列 · add the columns series_key, obs_status and conf_status"
    )

    def asked(self, zone: ZoneInfo, now: datetime) -> FiguresAsked:
        """Return the question to the gate.

        Raises
        ------
        Problem
            `period.unreadable`, `as-of.unreadable`, `as-of.in-future`, `api.parameter`.
        """
        frequencies, areas, activities, indicators = key_parts(self.key)
        return FiguresAsked(
            indicators=(*self.indicator, *indicators),
            levels=tuple(self.level),
            frequencies=(*self.frequency, *frequencies),
            subjects=tuple(self.subject),
            place=self.place,
            industry=self.industry,
            areas=areas,
            activities=activities,
            first=period_of(self.start),
            last=period_of(self.end),
            newest=self.last,
            as_of=moment_of(self.as_of, zone, now),
            after=self.after,
            limit=self.limit,
        )


class SeriesQuery(PagedAsked):
    """Which figures of one subject are asked for."""

    indicator: Codes = Field(
        default_factory=list, description="指标代码，可重复 · codes of indicators; may be repeated"
    )
    frequency: list[Frequency] = Field(
        default_factory=list, description="频率 · frequencies: D, W, M, Q, A", max_length=20
    )
    start: PeriodText | None = Field(None, description="起始时期（含） · first period, included")
    end: PeriodText | None = Field(None, description="截止时期（含） · last period, included")
    last: int | None = Field(None, ge=1, le=10_000, description="最近若干期 · the last so many periods")
    keys: bool = Field(
        False, description="附序列键与观测状态列 · add the columns series_key, obs_status and conf_status"
    )

    def asked(self, level: Level, code: str, zone: ZoneInfo, now: datetime) -> FiguresAsked:
        """Return the question to the gate. Raises as `FiguresQuery.asked`."""
        told = self.model_dump(exclude={"format"})
        return FiguresQuery(level=[level], subject=[code], **told).asked(zone, now)


class CellsQuery(AsOfAsked):
    """Which cells are asked for."""

    indicator: Code = Field(description="指标代码 · code of an indicator", examples=["activity_level"])
    period: PeriodText | None = Field(None, description="时期；缺省为最近一月 · a period; else the latest month")


class LightsQuery(PagedAsked):
    """Which lights are asked for."""

    level: list[Level] = Field(
        default_factory=list, max_length=20, description="层级，可重复 · levels; may be repeated"
    )
    colour: list[ColourName] = Field(
        default_factory=list, max_length=20, description="灯色，可重复 · colours; may be repeated"
    )
    place: Code | None = Field(None, description="所在地区 · a place that they lie in")
    industry: Code | None = Field(None, description="所属行业 · an industry that they lie in")


class AlertsQuery(PagedAsked):
    """Which alerts are asked for."""

    level: Level | None = Field(None, description="层级 · level")
    colour: ColourName | None = Field(None, description="灯色 · colour")
    place: Code | None = Field(None, description="所在地区 · a place that they lie in")
    covered: bool = Field(False, description="含被上级预警覆盖的 · also those that a group's alert covers")


class CasesQuery(PagedAsked):
    """Which cases are asked for; closed ones only where `state` or `closed` says so."""

    as_of: str | None = Field(
        None,
        max_length=40,
        description="截至该日或该时刻的状态；缺省为现状 · as they stood at this day (its last moment, local time) or moment; else now",
    )

    state: list[CaseState] = Field(
        default_factory=list, max_length=20, description="状态，可重复 · states; may be repeated"
    )
    level: Level | None = Field(None, description="层级 · level")
    place: Code | None = Field(None, description="地区 · place")
    owner: Code | None = Field(None, description="责任单位 · owner")
    overdue: bool = Field(False, description="仅逾期 · overdue ones only")
    closed: bool = Field(False, description="含已办结 · closed ones too")


class ContributionsQuery(AsOfAsked):
    """Which change is asked for."""

    index: Code = Field("activity_level", description="指数代码 · an index: activity_level, or a composite by its code")
    period: PeriodText | None = Field(None, description="月份；缺省为最近一月 · a month; else the latest")
    group: Code | None = Field(None, description="某个组自身的变动 · a group's own change, as city/440600")
    path: list[Code] = Field(
        default_factory=list, max_length=6, description="逐级代码 · the codes that lead to a part, level by level"
    )
    depth: int = Field(2, ge=0, le=4, description="向下几级 · how many levels below it")


class EnterprisesQuery(AsOfAsked):
    """Which enterprises are searched."""

    q: str = Field("", max_length=80, description="名称或代码的一部分 · a part of the name or of the code")
    place: Code | None = Field(None, description="所在地区 · a place that they lie in")
    industry: Code | None = Field(None, description="所属行业 · an industry that they lie in")
    sort: Sort = Field(Sort.WEIGHT, description="次序 · order")
    after: str | None = Field(
        None, max_length=60, description="上一页给出的续页标记 · what the page before gave as `meta.next`"
    )
    limit: int = Field(50, ge=1, le=MOST_ENTERPRISES, description="每页最多行数 · rows of a page at most")


class CalendarQuery(Asked):
    """Which year of the calendar is asked for."""

    year: int = Field(ge=1900, le=2200, description="年份 · year")
    as_of: str | None = Field(
        None, max_length=40, description="截至该日或该时刻所知 · as known by this day or moment; else now"
    )


class VintagesQuery(AsOfAsked):
    """Of which figure the history is asked for."""

    indicator: Code = Field(description="指标代码 · code of an indicator")
    subject: Code = Field(description="主体代码 · code of a group or enterprise")
    period: PeriodText = Field(description="时期 · period")
    last: int = Field(24, ge=1, le=1000, description="最近若干次计算 · by the last so many runs")


def key_parts(key: str | None) -> tuple[tuple[Frequency, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return frequencies, areas, activities and indicators of a series key; none for an empty part. `@` in an indicator stands for a point.

    Raises
    ------
    Problem
        `api.parameter`.
    """
    if not key:
        return (), (), (), ()
    parts = [tuple(filter(None, part.replace(" ", "+").split("+"))) for part in key.split(".", 3)]
    known = list(Frequency)
    if len(parts) != 4 or any(one not in known for one in parts[0]):
        form = "FREQ.REF_AREA.ACTIVITY.INDICATOR"
        raise Problem(
            "api.parameter",
            Text("无法识别的序列键「{key}」", "“{key}” is not a series key").fill(key=key),
            Text("请写成四段，以点分隔", "write four parts with points between them"),
            expected=Text(f"{form}，如 M.440600.C39.activity_level", f"{form}, such as M.440600.C39.activity_level"),
            field="key",
        )
    indicators = tuple(one.replace("@", ".") for one in parts[3])
    return tuple(Frequency(one) for one in parts[0]), parts[1], parts[2], indicators


def period_of(text: str | None) -> Period | None:
    """Return a period; None where none is said. Raises `period.unreadable`."""
    return None if text is None else parse_period(text)


def moment_of(text: str | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return the moment that an `as_of` means: of a day its last moment in a time zone; None where none is said.

    Raises
    ------
    Problem
        `as-of.unreadable`, `as-of.in-future`.
    """
    if text is None:
        return None
    try:
        if len(text) == _DAY:
            asked = end_of_day(date.fromisoformat(text), zone)
        else:
            given = datetime.fromisoformat(text.replace(" ", "+"))
            asked = (given if given.tzinfo else given.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _unreadable(text) from error
    if asked > end_of_day(now.astimezone(zone).date(), zone):
        raise Problem(
            "as-of.in-future",
            Text(
                "{text} 晚于今天：届时所知尚不存在", "{text} is after today: nobody knows yet what is known then"
            ).fill(text=text),
            Text("改用今天或更早的日期", "choose today or an earlier day"),
            field="as_of",
        )
    return asked


def _unreadable(text: str) -> Problem:
    return Problem(
        "as-of.unreadable",
        Text("无法识别的时点「{text}」", "“{text}” is not a moment").fill(text=text),
        Text("请写成 2016-03-01 或 2016-03-01T08:00", "write it like 2016-03-01 or 2016-03-01T08:00"),
        field="as_of",
    )
