"""Who was watched: the enterprises of a run, and the groups that they belonged to on its last day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.in_force import InForce
from openmbi.flow.roster import roster_as_of
from openmbi.flow.stints import stints
from openmbi.store.runs import Saved

LEVELS = (Level.ZONE, Level.CITY, Level.INDUSTRY, Level.CELL)


@dataclass(frozen=True)
class Watched:
    """`enterprises`: their codes; `groups`: by level the group of each enterprise that is in one; `zone`: its code; `weight`: in the index."""

    zone: str
    enterprises: tuple[str, ...]
    groups: Mapping[Level, Mapping[str, str]]
    weight: Mapping[str, float] = field(default_factory=dict)

    def holding(self, members: Collection[str], least: float) -> list[tuple[Level, str]]:
        """Return the groups of which some enterprises have at least a share `least` of the weight."""
        found = []
        for level, of in self.groups.items():
            whole: dict[str, float] = defaultdict(float)
            part: dict[str, float] = defaultdict(float)
            for enterprise, group in of.items():
                whole[group] += self.weight.get(enterprise, 0.0)
            for enterprise in members:
                if enterprise in of:
                    part[of[enterprise]] += self.weight.get(enterprise, 0.0)
            found += [(level, group) for group, weight in part.items() if weight > 0 and weight >= least * whole[group]]
        return found

    def count(self, level: Level) -> int:
        """How many subjects of a level there are."""
        return len(self.enterprises) if level is Level.ENTERPRISE else len(set(self.groups.get(level, {}).values()))


def watched(bureau: Bureau, run: Saved, in_force: InForce) -> Watched:
    """Return who was watched in a run, as the register was known to it."""
    terms, _ = run.terms()
    zone = bureau.settings.zone.code
    known = roster_as_of(bureau, run.as_of, run.pins["manifest"])
    enterprises = tuple(terms.subjects.tolist())
    weight = {one: max(each, 0.0) for one, each in zip(enterprises, np.nan_to_num(terms.weight).tolist(), strict=True)}
    if not known.register.num_rows:
        return Watched(zone, enterprises, {Level.ZONE: dict.fromkeys(enterprises, zone)}, weight)
    found = stints(
        known.register, terms.subjects, terms.days[-1:], in_force.hierarchy, zone=zone, accounts=known.accounts
    )
    groups = {}
    for level in LEVELS:
        each = found[level]
        codes = each.groups[each.group].tolist()
        groups[level] = {enterprises[row]: code for row, code in zip(each.row.tolist(), codes, strict=True)}
    return Watched(zone, enterprises, groups, weight)
