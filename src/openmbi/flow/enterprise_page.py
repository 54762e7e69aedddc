"""The page of one enterprise, made when asked for, from what the newest run kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from openmbi.catalog.hierarchy import Hierarchy
from openmbi.core.adjusted import OutlierKind
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Days, Floats, Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.enterprise_details import PEERS, Arrays
from openmbi.flow.enterprise_list import EnterpriseList
from openmbi.flow.enterprise_list_of_run import listed_of
from openmbi.flow.enterprise_records import account_entries, link_entries, register_entries
from openmbi.flow.enterprise_sources import row_of, source_levels
from openmbi.flow.group_names import group_names
from openmbi.flow.in_force import InForce, declarations_in_force
from openmbi.flow.linking import linked_as_of
from openmbi.flow.outliers import Coincidence
from openmbi.flow.province_texts import GENERATING, NO_USE
from openmbi.flow.roster import Roster, roster_as_of
from openmbi.flow.standing_alerts import lines_standing
from openmbi.reports.enterprise.report import enterprise
from openmbi.reports.overview.outliers import ReportedOutlier
from openmbi.reports.province.enterprise_inputs import EnterpriseInput
from openmbi.reports.province.frame import frame_of_overview
from openmbi.reports.province.paths import page_path
from openmbi.reports.site import FRAME_FILE
from openmbi.store.runs import Saved, newest_saved


class EnterprisePages:
    """The documents of enterprises by the newest run; what they share is read once a run. Safe to share between threads."""

    def __init__(self, bureau: Bureau) -> None:
        self._bureau = bureau
        self._lock = Lock()
        self._reading = Lock()
        self._coming: Saved | None = None
        self._latest: _Kept | None = None
        self._lists: dict[str, EnterpriseList] = {}

    def prepare(self) -> None:
        """Read the newest run before anyone asks; who asks meanwhile is answered by the one before it, where there is one.

        Raises
        ------
        Problem
            As `document`.
        """
        with self._reading:
            run = newest_saved(self._bureau.store, "runs")
            if self._latest is not None and self._latest.saved == run and run.name in self._lists:
                return
            self._coming = run
            try:
                kept = _read(self._bureau, run)
                listing = kept.listing
                _ = kept.links, kept.places, kept.overview
                with self._lock:
                    self._take(kept, listing)
            finally:
                self._coming = None

    def document(self, code: str) -> dict[str, Any] | None:
        """Return the document of an enterprise as known to the newest run; None where that knew no such enterprise.

        Raises
        ------
        Problem
            `run.none`; `enterprise.not-kept` where the run was made before such pages were.
        """
        with self._lock:
            kept = self._newest()
            source = kept.input_of(code)
        return None if source is None else enterprise(source, kept.frame) | {"rule": kept.rule}

    def places_of(self, code: str) -> tuple[str, ...]:
        """Return where an enterprise lies, as the newest run knew the register: one code of GB/T 2260, or none.

        Raises
        ------
        Problem
            As `document`.
        """
        with self._lock:
            place = self._newest().places.get(code)
        return (place,) if place else ()

    def listing(self, run: str | None = None) -> EnterpriseList | None:
        """Return all enterprises of the newest run, or of one named: None where that is no longer kept. The two newest that were asked for are.

        Raises
        ------
        Problem
            As `document`.
        """
        with self._lock:
            kept = self._newest()
            if kept.saved.name not in self._lists:
                self._take(kept, kept.listing)
            return self._lists.get(run or kept.saved.name)

    def named(self, level: Level, code: str) -> Text:
        """Return what a group or enterprise is called, as the newest run knew it; its code where nothing tells."""
        return self.naming()(level, code)

    def naming(self) -> Callable[[Level, str], Text]:
        """Return what tells the names of one list: the run is looked for once."""
        with self._lock:
            return self._newest().named

    @property
    def hierarchy(self) -> Hierarchy:
        """By what the newest run grouped enterprises."""
        with self._lock:
            return self._newest().in_force.hierarchy

    def _newest(self) -> _Kept:
        run = newest_saved(self._bureau.store, "runs")
        if self._latest is None or run not in (self._latest.saved, self._coming):
            self._latest = _read(self._bureau, run)
        return self._latest

    def _take(self, kept: _Kept, listing: EnterpriseList) -> None:
        """Take a run for the newest, with the list of its enterprises; that of the run before it is kept for who turns its pages."""
        newer = dict(list(self._lists.items())[-1:])
        self._latest, self._lists = kept, newer | {kept.saved.name: listing}


@dataclass(frozen=True)
class _Kept:
    """What all enterprises of a run share."""

    bureau: Bureau
    saved: Saved
    details: Arrays
    in_force: InForce
    roster: Roster

    @property
    def frame(self) -> dict[str, Any]:
        """What every document of the run begins with; the pages that the latest run wrote say where its navigation leads."""
        file = self.bureau.output / FRAME_FILE
        navigation = orjson.loads(file.read_bytes())["navigation"] if file.is_file() else ()
        return frame_of_overview(self.overview, navigation)

    @property
    def rule(self) -> dict[str, Any] | None:
        """What judged the light, in words."""
        code = self.in_force.enterprise_rule.code
        return next((rule for rule in self.overview["method"]["rules"] if rule["code"] == code), None)

    @cached_property
    def overview(self) -> dict[str, Any]:
        return self.saved.document()

    @cached_property
    def links(self) -> pa.Table:
        return linked_as_of(self.bureau, self.saved.as_of, self.saved.pins["manifest"]).links

    @cached_property
    def places(self) -> dict[str, str]:
        """The place of each enterprise by the latest row of the register."""
        rows = self.roster.register.select(["enterprise", "place"])
        return {row["enterprise"]: row["place"] for row in rows.to_pylist() if row["place"]}

    @property
    def listing(self) -> EnterpriseList:
        """All enterprises that run or register know."""
        alerts = lines_standing(self.bureau.output, self.saved.name) or {}
        return listed_of(self.saved.name, self.details, self.roster, alerts)

    def named(self, level: Level, code: str) -> Text:
        """Return what a group or enterprise is called."""
        if level is Level.ENTERPRISE:
            told = self.roster.names.get(code, code)
            return Text(told, told)
        try:
            return self._name(level, code)
        except (KeyError, ValueError):  # the catalog does not declare it
            return Text(code, code)

    def input_of(self, code: str) -> EnterpriseInput | None:
        """Return what the page is made from; None where neither run nor register knows the code."""
        row = row_of(self.details["code"], code)
        register = tuple(register_entries(self.roster.register, code, self.in_force.hierarchy))
        if row is None and not register:
            return None
        name, alerts = self.roster.names.get(code), lines_standing(self.bureau.output, self.saved.name)
        return EnterpriseInput(
            code=code,
            name=name,
            **(_unread() if row is None else self._level(row)),
            sources=tuple(source_levels(self.details, code, self.in_force)),
            register=register,
            links=tuple(link_entries(self.links, code)),
            accounts=tuple(account_entries(self.roster.accounts, code)),
            alert=(alerts or {}).get(code),
            watched=alerts is not None,
        )

    def _level(self, row: int) -> dict[str, Any]:
        """Return level and light, what they are compared with, and what a reader must know of them."""
        kept = self.details
        peers, peers_name = self._peers(row)
        return {
            "days": kept["days"],
            "close": kept["close"][row].astype(float),
            "colour": kept["colour"][row],
            "light": Colour(int(kept["colour"][row, -1])),
            "since": kept["since"][row].item(),
            "reason": Text(str(kept["reason_zh"][row]), str(kept["reason_en"][row])),
            "weight": float(kept["weight"][row]),
            "groups": tuple(self._groups(row)),
            "outliers": tuple(self._outliers(row)),
            "peers": peers,
            "peers_name": peers_name,
            "notes": tuple(self._notes(row)),
        }

    def _groups(self, row: int) -> Iterator[tuple[str, Text]]:
        """Yield the zone, and the groups that the enterprise belongs to on the last day, as its page leads to them."""
        if not self._levels:
            return
        zone = self.bureau.settings.zone
        yield page_path(Level.ZONE, zone.code), zone.text
        for level in reversed(PEERS):
            code = str(self.details[f"{level}.code"][self.details[f"{level}.of"][row]])
            yield page_path(level, code), self._name(level, code)

    def _outliers(self, row: int) -> Iterator[ReportedOutlier]:
        """Yield the outliers of the enterprise by day, with known events; none of a run made before they were kept."""
        kept, code = self.details, str(self.details["code"][row])
        if "outlier.of" not in kept:
            return
        coincidence = Coincidence(self.in_force, self.roster.register, self.bureau.settings.zone.code)
        for place in np.flatnonzero(kept["outlier.of"] == row):
            day, kind = kept["outlier.day"][place].astype("M8[D]").item(), OutlierKind(int(kept["outlier.kind"][place]))
            yield coincidence.told(code, day, kind, float(kept["outlier.size"][place]))

    def _peers(self, row: int) -> tuple[Floats | None, Text | None]:
        """Return the closes and the name of the narrowest group that the enterprise shares with others."""
        for level in self._levels:
            place = self.details[f"{level}.of"][row]
            if self.details[f"{level}.members"][place] > 1:
                name = self._name(level, str(self.details[f"{level}.code"][place]))
                return self.details[f"{level}.close"][place].astype(float), name
        return None, None

    def _notes(self, row: int) -> Iterator[Text]:
        generating = self.details["generating"][row]
        if not np.isnat(generating):
            yield GENERATING.fill(day=generating)

    @property
    def _levels(self) -> tuple[Level, ...]:
        return tuple(level for level in PEERS if f"{level}.of" in self.details)

    def _name(self, level: Level, code: str) -> Text:
        last: date = self.details["days"][-1].item()
        return group_names(self.in_force.hierarchy, self.bureau.settings.zone.text, last)(level, code)


def _read(bureau: Bureau, run: Saved) -> _Kept:
    details = run.details()
    if "code" not in details:
        raise Problem(
            "enterprise.not-kept",
            Text("最近一次计算没有保存企业页所需的内容", "the newest run kept nothing for the pages of enterprises"),
            Text("请再执行 mbi run", "give `mbi run` again"),
            file=run.folder,
        )
    roster = roster_as_of(bureau, run.as_of, run.pins["manifest"])
    return _Kept(bureau, run, details, declarations_in_force(bureau.catalog), roster)


def _unread() -> dict[str, Any]:
    """Return the light of an enterprise of which no electricity use was known."""
    days: Days = np.zeros(0, "datetime64[D]")
    return {
        "days": days,
        "close": np.zeros(0),
        "light": Colour.NO_DATA,
        "since": None,
        "reason": NO_USE,
        "weight": float("nan"),
    }
