"""`mbi history` and `mbi explain`: how a figure was revised, and what a change is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import ibis
import pyarrow.compute as pc

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, parse_period
from openmbi.core.problems import Problem
from openmbi.core.tables import Contributions
from openmbi.drilldown.contributions import contributions
from openmbi.flow.bureau import Bureau
from openmbi.flow.roster import roster_as_of
from openmbi.flow.unannounced import rests_on_provisional
from openmbi.store.as_of import versions_of
from openmbi.store.runs import newest_saved, saved


@dataclass(frozen=True)
class FigureName:
    """The name of a figure: `indicator/subject/period`."""

    indicator: str
    subject: str
    period: str

    def __str__(self) -> str:
        return f"{self.indicator}/{self.subject}/{self.period}"


@dataclass(frozen=True)
class Version:
    """A figure as it was known from `known_at` on; `origin` is the batch and line, or the run or release, that says so. Moments are local to the place.

    `provisional`: that run or release took days up to the figure's period from a calendar that was not announced.
    """

    known_at: datetime
    recorded_at: datetime | None
    value: float | None
    basis: str
    origin: str
    provisional: bool = False


def parse_figure(text: str) -> FigureName:
    """Read `indicator/subject/period`.

    Raises
    ------
    Problem
        `figure.unreadable`, or `period.unreadable`.
    """
    parts = text.split("/")
    if len(parts) != 3 or not all(parts):
        raise Problem(
            "figure.unreadable",
            Text("无法识别的数字名「{text}」", "“{text}” does not name a figure").fill(text=text),
            Text("请按 指标/主体/时期 书写", "write indicator/subject/period"),
            expected=Text(
                "例如 activity_level/321182/2016-03 或 use_kwh/175/2016-03-01",
                "for example activity_level/321182/2016-03 or use_kwh/175/2016-03-01",
            ),
        )
    return FigureName(parts[0], parts[1], str(parse_period(parts[2])))


def history(bureau: Bureau, figure: FigureName) -> list[Version]:
    """Return every version of an observation, or what every run and release said of a computed figure, in the order of knowing.

    Raises
    ------
    Problem
        `figure.unknown` where nothing bears this name.
    """
    found = _observed(bureau, figure) if figure.indicator == bureau.settings.indicator else _computed(bureau, figure)
    if found:
        return found
    raise Problem(
        "figure.unknown",
        Text("没有名为「{figure}」的数字", "nothing is called “{figure}”").fill(figure=figure),
        Text("检查指标、主体与时期；可用指标见下", "check indicator, subject and period; indicators are listed"),
        expected=Text(_indicators(bureau), _indicators(bureau)),
    )


def _observed(bureau: Bureau, figure: FigureName) -> list[Version]:
    period = parse_period(figure.period)
    if period.frequency is not Frequency.DAILY:
        return []
    versions = versions_of(
        bureau.store, source=bureau.settings.source, indicator=figure.indicator, subject=figure.subject
    )
    rows = versions.filter(versions.valid_at == ibis.literal(period.first)).to_pyarrow().to_pylist()
    return [
        Version(
            _local(row["known_at"], bureau),
            _local(row["recorded_at"], bureau),
            float(row["value"]),
            row["basis"],
            f"{row['batch_id']}:{row['row_no']}",
        )
        for row in rows
    ]


def _local(stored: datetime, bureau: Bureau) -> datetime:
    """Return a moment of the store (UTC without a zone) on the clock of the place."""
    return stored.replace(tzinfo=UTC).astimezone(bureau.zone)


def _computed(bureau: Bureau, figure: FigureName) -> list[Version]:
    found = []
    for kind in ("runs", "releases"):
        for one in saved(bureau.store, kind):
            rows = one.figures()
            named = rows.filter(
                pc.and_(
                    pc.and_(pc.equal(rows["indicator"], figure.indicator), pc.equal(rows["subject"], figure.subject)),
                    pc.equal(rows["period"], figure.period),
                )
            )
            as_of = one.as_of.astimezone(bureau.zone)
            origin = f"{kind[:-1]} {one.name}"
            unsettled = named.num_rows > 0 and rests_on_provisional(one.document(), parse_period(figure.period).last)
            found += [Version(as_of, None, value, kind[:-1], origin, unsettled) for value in named["value"].to_pylist()]
    return sorted(found, key=lambda version: (version.known_at, version.origin))


def _indicators(bureau: Bureau) -> str:
    names = {bureau.settings.indicator}
    for one in saved(bureau.store, "runs")[-1:]:
        names |= set(pc.unique(one.figures()["indicator"]).to_pylist())
    return ", ".join(sorted(names))


def explain(bureau: Bureau, period: str | None) -> Contributions:
    """Return what the level's change over a period is made of, by the newest run; the last month with data where no period is named."""
    terms, series = newest_saved(bureau.store, "runs").terms()
    last = series.days[-1].item()
    return contributions(terms, series, parse_period(period or f"{last:%Y-%m}"))


def names_of(bureau: Bureau) -> Mapping[str, str]:
    """Return the display names of enterprises as the newest run knew them."""
    pins = newest_saved(bureau.store, "runs").pins
    return roster_as_of(bureau, datetime.fromisoformat(pins["as_of"]), pins["manifest"]).names
