"""The newest run, with who was who and the catalog that it was made by: what its changes are explained from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from openmbi.catalog.loader import catalog_hash
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import IndexTerms, Level, Stints
from openmbi.flow.bureau import Bureau
from openmbi.flow.group_names import group_names
from openmbi.flow.in_force import InForce, declarations_in_force
from openmbi.flow.roster import Roster, roster_as_of
from openmbi.flow.stints import stints
from openmbi.store.runs import Saved, newest_saved


@dataclass(frozen=True)
class NewestRun:
    """The newest run, its catalog, and the register as it was known to the run."""

    bureau: Bureau
    saved: Saved
    in_force: InForce
    roster: Roster

    def stints(self, terms: IndexTerms) -> Mapping[Level, Stints]:
        """Return who of the terms belonged to which group, as the run had it."""
        zone, hierarchy = self.bureau.settings.zone.code, self.in_force.hierarchy
        known = self.roster
        return stints(known.register, terms.subjects, terms.days, hierarchy, zone=zone, accounts=known.accounts)

    def name(self, level: str, code: str, day: date) -> Text:
        """Return what an indicator, group or enterprise is called; nothing where it has no name."""
        if level == "indicator":
            return self.in_force.indicators[code].name.text()
        if level == Level.ENTERPRISE:
            name = self.roster.names.get(code, "")
            return Text(name, name)
        return group_names(self.in_force.hierarchy, self.bureau.settings.zone.text, day)(Level(level), code)


def newest_run(bureau: Bureau, run: Saved | None = None) -> NewestRun:
    """Return the newest run to be explained; `run`: another one, of which what is drilled into is kept.

    Raises
    ------
    Problem
        `run.none`; `explain.catalog-changed` where groups may be others now than in the run; `explain.no-register` where nothing tells them apart.
    """
    saved = run or newest_saved(bureau.store, "runs")
    if saved.pins["catalog_sha256"] != catalog_hash(bureau.catalog):
        raise Problem(
            "explain.catalog-changed",
            Text("最近一次计算之后目录已有改动", "the catalog has changed since the newest run"),
            Text("请再执行 mbi run", "give `mbi run` again"),
        )
    roster = roster_as_of(bureau, saved.as_of, saved.pins["manifest"])
    if not roster.register.num_rows:
        raise Problem(
            "explain.no-register",
            Text("没有企业名录，无法按地区、行业分解", "without a register nothing is known of cities or industries"),
            Text(
                "请导入企业名录并重新计算；不带选项的 mbi explain 按企业列出",
                "ingest a register and run again; `mbi explain` without options lists enterprises",
            ),
        )
    return NewestRun(bureau, saved, declarations_in_force(bureau.catalog), roster)
