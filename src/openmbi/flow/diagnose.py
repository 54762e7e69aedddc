"""`mbi diagnose`: an adjustment method put to the test on what a bureau has, and the page that tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from openmbi.adjustment.diagnostics.diagnosis import diagnose
from openmbi.adjustment.diagnostics.levels import Groups
from openmbi.adjustment.methods import method_named
from openmbi.catalog.indexes import IndicatorLevelSpec
from openmbi.core.language import Language, Text
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Step
from openmbi.flow.domains import indicators_of
from openmbi.flow.electricity import electricity
from openmbi.flow.group_names import group_names
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.lone_report import navigation_of, write_report
from openmbi.flow.observed import Observed
from openmbi.flow.roster import Roster, roster_as_of
from openmbi.flow.strata import strata
from openmbi.reports.adjustment.inputs import AdjustmentInput, DiagnosedIndicator
from openmbi.reports.adjustment.page import pages
from openmbi.reports.adjustment.report import adjustment
from openmbi.reports.overview.inputs import Timing
from openmbi.reports.province.inputs import Circumstances
from openmbi.store.as_of import is_real_time
from openmbi.store.manifest import newest

OTHERS = Text("其他行业", "other industries")


@dataclass(frozen=True)
class Asked:
    """What is to be diagnosed: by which method, of which indicator (None: all that are adjusted), of which place (None: the zone; else a code or its
    beginning).
    """

    method: str = "batched"
    indicator: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Diagnosed:
    """The document, and the pages that were written."""

    document: dict[str, Any]
    pages: Mapping[Language, Path]


def diagnosed(bureau: Bureau, asked: Asked, *, as_of: datetime, now: datetime, step: Step) -> Diagnosed:
    """Diagnose what was known at a moment and write the page into the bureau's output.

    Raises
    ------
    Problem
        `diagnose.nothing` where no indicator could be diagnosed; `adjustment.no-method`; `adjustment.not-installed`; `run.no-data`.
    """
    work = _Work(bureau, asked, as_of, step)
    found = work.indicators()
    told = AdjustmentInput(
        about=work.about(found, now),
        code=asked.method,
        name=work.method.name,
        citation=work.method.citation,
        place=asked.place,
        indicators=tuple(found),
        skipped=tuple(work.skipped),
        names=work.names(),
        navigation=navigation_of(bureau),
    )
    document = adjustment(told)
    step(Text("输出页面", "drawing the page"))
    return Diagnosed(document, write_report(bureau, document, pages(document)))


class _Work:
    """What is gathered over the indicators."""

    def __init__(self, bureau: Bureau, asked: Asked, as_of: datetime, step: Step) -> None:
        self.bureau, self.asked, self.as_of, self.step = bureau, asked, as_of, step
        self.manifest = newest(bureau.store)
        self.in_force = declarations_in_force(bureau.catalog, as_of)
        self.method = method_named(asked.method)
        self.roster: Roster = roster_as_of(bureau, as_of, self.manifest)
        self.observed = Observed(bureau, as_of, self.manifest)
        self.skipped: list[tuple[Text, Text]] = []

    def indicators(self) -> list[DiagnosedIndicator]:
        """Diagnose every indicator that was asked for."""
        found = [one for code in self._codes() if (one := self._of(code)) is not None]
        if not found:
            reasons = [Text("{name}：{why}", "{name}: {why}").fill(name=name, why=why) for name, why in self.skipped]
            raise Problem(
                "diagnose.nothing",
                Text("没有可以诊断的指标", "no indicator could be diagnosed"),
                Text(
                    "检查 --index、--place 与 --as-of，或换一种方法",
                    "check --index, --place and --as-of, or choose another method",
                ),
                expected=Text("；".join(one.zh for one in reasons), "; ".join(one.en for one in reasons))
                if reasons
                else None,
            )
        return found

    def _codes(self) -> list[str]:
        own = self.bureau.settings.indicator
        listed = [own, *(code for code in indicators_of(self.in_force) if code != own)]
        wanted = self.asked.indicator
        if wanted is None:
            return listed
        if wanted not in self.in_force.indicators:
            raise Problem(
                "diagnose.no-indicator",
                Text("没有指标「{name}」", "there is no indicator “{name}”").fill(name=wanted),
                Text("改用所列指标之一", "choose one of these"),
                expected=Text("、".join(listed), ", ".join(listed)),
            )
        return [wanted]

    def _of(self, code: str) -> DiagnosedIndicator | None:
        name = self.in_force.indicators[code].name.text()
        self.step(Text("诊断：{name}", "diagnosing {name}").fill(name=name))
        found = self._panel(code)
        if found is None:
            self.skipped.append((name, Text("尚无数据", "no data yet")))
            return None
        panel, frequency = found
        try:
            made = diagnose(panel, self._groups(panel), self.in_force.calendar, self.method, frequency)
        except Problem as problem:
            if problem.code == "adjustment.not-installed" or self.asked.indicator:
                raise
            self.skipped.append((name, problem.found))
            return None
        return DiagnosedIndicator(code, name, made)

    def _panel(self, code: str) -> tuple[CellPanel, Frequency] | None:
        if code == self.bureau.settings.indicator:
            panel, frequency = electricity(self.observed).panel, Frequency.DAILY
        else:
            spec = self.in_force.indicator_levels.get(code)
            frequency = spec.frequency if isinstance(spec, IndicatorLevelSpec) else Frequency.MONTHLY
            panel = self.observed.panel_of(code, self.in_force.indicators[code].unit, frequency)
        return None if panel is None else self._placed(panel, frequency)

    def _placed(self, panel: CellPanel, frequency: Frequency) -> tuple[CellPanel, Frequency] | None:
        if self.asked.place is None:
            return panel, frequency
        begins = self.asked.place.rstrip("0") if len(self.asked.place) == 6 else self.asked.place
        there = {
            row["enterprise"] for row in self.roster.register.to_pylist() if (row["place"] or "").startswith(begins)
        }
        rows = np.flatnonzero(np.isin(panel.subjects, list(there)))
        if not len(rows):
            return None
        return replace(
            panel, subjects=panel.subjects[rows], value=panel.value[rows], reading=panel.reading[rows]
        ), frequency

    def _groups(self, panel: CellPanel) -> Groups:
        """Return the strata that are adjusted together, by their industry's code; that of those too small for one of their own is empty."""
        divisions = self.roster.divisions(self.in_force.hierarchy.industries)
        number = strata(panel.subjects, divisions)
        codes = []
        for each in range(int(number.max()) + 1):
            of_stratum = {divisions.get(str(subject), "") for subject in panel.subjects[number == each]}
            codes.append(of_stratum.pop() if len(of_stratum) == 1 else "")
        return Groups(number, np.array(codes, np.str_))

    def names(self) -> dict[str, Text]:
        """Return what places, industries and enterprises are called."""
        last: date = self.as_of.date()
        named = group_names(self.in_force.hierarchy, self.bureau.settings.zone.text, last)
        industries = {
            code: named(Level.INDUSTRY, code)
            for code in set(self.roster.divisions(self.in_force.hierarchy.industries).values())
        }
        place = {self.asked.place: named(Level.CITY, self.asked.place)} if self.asked.place else {}
        enterprises = {code: Text(name, name) for code, name in self.roster.names.items()}
        return {**enterprises, **industries, **place, "": OTHERS}

    def about(self, found: list[DiagnosedIndicator], now: datetime) -> Circumstances:
        """Return what every page says of itself."""
        bureau, settings = self.bureau, self.bureau.settings
        real = is_real_time(bureau.store, self.as_of, self.manifest)
        return Circumstances(
            bureau=settings.name.text,
            zone=settings.zone.text,
            zone_code=settings.zone.code,
            simulated=settings.simulated,
            as_of=self.as_of.astimezone(bureau.zone),
            run_at=now.astimezone(bureau.zone),
            timing=Timing.REAL_TIME if real else Timing.PSEUDO_REAL_TIME,
            data_until=date.fromisoformat(max(one.diagnosis.last for one in found)),
            palette=self.in_force.palette,
        )
