"""The documents of a run's alert pages: the lists of alerts, and a page of each case that is open or was closed of late."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from openmbi.alerts.quality.rate_beside import RateBeside
from openmbi.core.alerts import Alert
from openmbi.core.cases import Case, CaseSubject
from openmbi.core.language import Text
from openmbi.core.tables import Floats, Level
from openmbi.flow.alert_reasons import AlertReasons, past_cases
from openmbi.flow.alerts import FoundAlert, Named, RunAlerts, Wanted, chosen
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.case_progress import progress_of
from openmbi.flow.compute import Computed
from openmbi.flow.group_names import group_names
from openmbi.flow.in_force import InForce
from openmbi.flow.judged import told_of_judged
from openmbi.flow.last_groups import LastGroups
from openmbi.flow.roster import Roster
from openmbi.reports.alerts.inputs import AlertEntry, AlertsInput, CaseLine
from openmbi.reports.alerts.report import alerts_documents
from openmbi.reports.case.inputs import CaseHistory, CaseInput
from openmbi.reports.case.report import case_page

CLOSED_DAYS = 90
"""So long after it was closed a case has a page."""
_IN_A_CITY = (Level.CITY, Level.COUNTY, Level.CELL, Level.ENTERPRISE)


@dataclass(frozen=True)
class AlertPages:
    """What the alert pages of one run are made from. `rate` tells how often alerts like one were false; `now`: the moment at which cases are looked at."""

    desk: CaseDesk
    found: RunAlerts
    in_force: InForce
    roster: Roster
    computed: Computed
    rate: Callable[[Alert], RateBeside]
    now: datetime

    def documents(self, frame: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the document of every page; `frame` is what every document of the run begins with.

        All is read first: no reading of the database is held open while pages are drawn.
        """
        with self.desk.operations.reading():
            lists, cases = self._alerts, [self._case(case) for case in self._shown]
        yield from alerts_documents(lists, frame)
        yield from (case_page(case, frame) for case in cases)

    @cached_property
    def entries(self) -> Mapping[tuple[Level, str], AlertEntry]:
        """The alerts that stand, by level and code."""
        with self.desk.operations.reading():
            return {(one.alert.level, one.alert.subject): one for one in self._alerts.entries}

    @cached_property
    def _alerts(self) -> AlertsInput:
        return AlertsInput(
            self.found.data_until,
            tuple(self._entry(one) for one in chosen(self.found, Wanted(covered=True))),
            {
                code: self._name(Level.CITY, code)
                for code in self.in_force.hierarchy.places.cities(self.found.data_until)
            },
            unjudged=tuple(told_of_judged(self.found.judged)) if self.found.judged else (),
        )

    def _entry(self, one: FoundAlert) -> AlertEntry:
        alert, about = one.alert, one.subject.about
        case = self._live.get((alert.level, alert.subject))
        return AlertEntry(
            alert,
            one.subject.name,
            self.reasons.of(one),
            self.rate(alert).text,
            city=self._city(about),
            place=self._place(about),
            industry=self._industry(about),
            case=None if case is None else CaseLine(case.number, case.state, case.is_overdue(self.now), case.is_muted),
            covered_by=self._name(*alert.covered_by) if alert.covered_by else None,
        )

    def _case(self, case: Case) -> CaseInput:
        about = CaseSubject(case.level, case.subject, case.place, case.industry, case.owner)
        name = self._name(case.level, case.subject)
        return CaseInput(
            progress=progress_of(self.desk, case, self.now),
            name=name,
            reason=self.reasons.of(FoundAlert(case.newest, Named(name, about))),
            rate=self.rate(case.newest).text,
            place=self._place(about),
            industry=self._industry(about),
            covered_by=self._name(*case.covered_by) if case.covered_by else None,
            history=self._history(case),
        )

    def _history(self, case: Case) -> CaseHistory | None:
        """Return the level of the subject, of an enterprise with that of its cell or city; None where the run has none."""
        days = self.computed.terms.days
        if case.level is not Level.ENTERPRISE:
            close = self._close(case.level, case.subject)
            return None if close is None else CaseHistory(days, close)
        row = self.reasons.groups.row(case.subject)
        if row is None:
            return None
        terms = self.computed.terms
        own = np.where(terms.member[row], 100 * terms.relative[row], np.nan)
        group = beside(self.reasons.groups, row)
        peers = self._close(*group) if group else None
        return CaseHistory(days, own, peers, self._name(*group) if group and peers is not None else None)

    def _close(self, level: Level, code: str) -> Floats | None:
        if level is Level.ZONE:
            return self.computed.series.close
        series = self.computed.groups.series.get(level) if self.computed.groups else None
        place = int(np.searchsorted(series.groups, code)) if series else 0
        found = series is not None and place < len(series.groups) and series.groups[place] == code
        return series.close[place] if series is not None and found else None

    def _city(self, about: CaseSubject) -> str | None:
        """Return the city that a subject lies in; None of one that lies in several, or in none that is declared."""
        if about.level not in _IN_A_CITY or not about.place:
            return None
        places = self.in_force.hierarchy.places
        city = places.city_of(about.place, self.found.data_until)
        return city if city in places.cities(self.found.data_until) else None

    def _place(self, about: CaseSubject) -> Text | None:
        """Return where an enterprise lies; a group says so by its name."""
        if about.level is not Level.ENTERPRISE or not about.place or about.place == self._zone:
            return None
        return self.in_force.hierarchy.places.name(about.place, self.found.data_until)

    def _industry(self, about: CaseSubject) -> Text | None:
        if about.level is not Level.ENTERPRISE or not about.industry:
            return None
        return self.in_force.hierarchy.industries.name(about.industry)

    def _name(self, level: Level, code: str) -> Text:
        if level is Level.ENTERPRISE:
            name = self.roster.names.get(code, code)
            return Text(name, name)
        try:
            return self._named(level, code)
        except (KeyError, ValueError):  # of an old case: the catalog no longer declares it
            return Text(code, code)

    @property
    def _zone(self) -> str:
        return self.desk.bureau.settings.zone.code

    @cached_property
    def _named(self) -> Callable[[Level, str], Text]:
        zone = self.desk.bureau.settings.zone.text
        return group_names(self.in_force.hierarchy, zone, self.found.data_until)

    @cached_property
    def _cases(self) -> tuple[Case, ...]:
        return self.desk.ledger.find()

    @cached_property
    def _live(self) -> dict[tuple[Level, str], Case]:
        return {case.key: case for case in self._cases if not case.is_closed}

    @property
    def _shown(self) -> list[Case]:
        since = self.now - timedelta(days=CLOSED_DAYS)
        return [case for case in self._cases if not case.is_closed or (case.closed_at or self.now) >= since]

    @cached_property
    def reasons(self) -> AlertReasons:
        """What tells why alerts were raised."""
        past = past_cases((case for case in self._cases if case.is_closed), self._name)
        return AlertReasons(self.desk.bureau.settings.zone, self.in_force, self.roster, self.computed, past)


def beside(groups: LastGroups, row: int) -> tuple[Level, str] | None:
    """Return the cell of an enterprise, or its city where it is the only one in the cell; None where it is alone there too."""
    lies_in = groups.of(row)
    found = ((level, lies_in[level]) for level in (Level.CELL, Level.CITY) if level in lies_in)
    return next((group for group in found if len(groups.rows(*group)) > 1), None)
