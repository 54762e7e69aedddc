"""How sure the levels and lights of a run are: the errors of its calendar effects, gathered stratum by stratum and carried on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from openmbi.catalog.lights import LightRule
from openmbi.core.adjusted import AdjustedPanel, LevelError, StratumErrors
from openmbi.core.tables import CellPanel, Flags, Floats, IndexTerms, Level, Lights, Names, Reading, Stints
from openmbi.flow.groups import Groups
from openmbi.index.level_error import LevelErrors, SubjectErrors
from openmbi.index.row_blocks import row_blocks
from openmbi.lights.probability import active_change_weights, change_weights, with_probability

ROWS = 1024
LONGEST_REFERENCE = 400
"""Days back to which the active days that an enterprise is compared with are looked for; one that needs more has no probability."""


class GatheredErrors:
    """The errors of the effects of all strata; None as soon as one stratum's method gives none."""

    def __init__(self, subjects: Names) -> None:
        self._subjects = subjects
        self._known = True
        self._found: list[StratumErrors] = []

    def watch(self, part: CellPanel, adjusted: AdjustedPanel) -> None:
        """Take a stratum's errors, their rows those of the whole panel."""
        if adjusted.detail is None:
            self._known = False
            return
        rows = np.searchsorted(self._subjects, part.subjects)
        self._found += [replace(one, rows=rows[one.rows]) for one in adjusted.detail.errors]

    @property
    def errors(self) -> tuple[StratumErrors, ...] | None:
        """What was gathered, in the order of the strata."""
        return tuple(self._found) if self._known else None


@dataclass(frozen=True)
class Uncertainty:
    """The errors of the levels of all groups, the zone's among them, and of what the light of each enterprise (n,) judges on the last day."""

    levels: Mapping[Level, LevelError]
    enterprises: Floats


@dataclass(frozen=True)
class Judged:
    """What the errors of a run are asked of: its terms and readings, its base days (T,), who belongs to which group, the closes (G, T), and the rules."""

    terms: IndexTerms
    panel: CellPanel
    base_day: Flags
    stints: Mapping[Level, Stints]
    close: Mapping[Level, Floats]
    rules: Mapping[Level, LightRule]
    enterprise_rule: LightRule


def uncertainty(errors: tuple[StratumErrors, ...] | None, judged: Judged) -> Uncertainty | None:
    """Return the errors of levels and of what the lights judge; None where the adjustment method gave none."""
    if errors is None:
        return None
    return Uncertainty(
        {level: level_error(errors, judged, level) for level in judged.close}, _of_enterprises(errors, judged)
    )


def sure(lights: Lights, rule: LightRule, error: Floats | None) -> Lights:
    """Return lights with their probability, by the errors (n,) of what they judge on the last day; as they are where None."""
    return lights if error is None else with_probability(lights, rule, error)


def sure_groups(groups: Groups, found: Uncertainty | None, rules: Mapping[Level, LightRule]) -> Groups:
    """Return groups whose lights have their probability."""
    if found is None:
        return groups
    lights = {level: sure(one, rules[level], found.levels[level].change) for level, one in groups.lights.items()}
    return replace(groups, lights=lights)


def level_error(errors: tuple[StratumErrors, ...], judged: Judged, level: Level) -> LevelError:
    """Return the errors of the groups of one level, and of what their lights judge."""
    stints, terms = judged.stints[level], judged.terms
    found = LevelErrors(terms, errors, stints, close=judged.close[level], base_day=judged.base_day)
    change = found.of_measure(change_weights(found.close, judged.rules[level]))
    return LevelError(stints.groups, terms.days[-found.days :], found.standard_error, change)


def _of_enterprises(errors: tuple[StratumErrors, ...], judged: Judged) -> Floats:
    """Return the standard error (n,) of each enterprise's change, a block of rows after another."""
    terms, reading = judged.terms, judged.panel.reading
    found = SubjectErrors(terms, errors, base_day=judged.base_day, days=LONGEST_REFERENCE)
    result = np.full(len(terms.subjects), np.nan)
    for rows in row_blocks(len(result), ROWS):
        member = terms.member[rows, -found.days :]
        active = (reading[rows, -found.days :] == Reading.NORMAL) & member
        relative = np.where(member, terms.relative[rows, -found.days :], np.nan)
        result[rows] = found.of_measure(rows, active_change_weights(relative, active, judged.enterprise_rule))
    return result
