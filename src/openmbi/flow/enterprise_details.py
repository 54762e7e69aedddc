"""What a run keeps for the pages of enterprises: lights and reasons, levels by day and by source, and the groups that they are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from openmbi.catalog.lights import LightRule
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import Days, IndexTerms, Level
from openmbi.flow.composites import whole_months
from openmbi.flow.compute import Computed
from openmbi.flow.domains import DomainLevel
from openmbi.flow.groups import Groups
from openmbi.flow.outliers import outlier_arrays
from openmbi.index.subject_months import subject_months
from openmbi.lights.reasons import reason_text
from openmbi.reports.enterprise.report import MONTHS

PEERS = (Level.CELL, Level.CITY)
"""The groups that an enterprise is compared with: its cell, or its city where it is the only one in the cell."""
Arrays = dict[str, np.ndarray]


def details_of(computed: Computed, rule: LightRule) -> Arrays:
    """Return the arrays by name, as `docs/reference/store.md` lists them; those of groups are absent where nothing tells groups apart.

    `rule` is the one that made the lights of the enterprises.
    """
    terms, lights = computed.terms, computed.enterprise_lights
    kept = len(lights.days)
    weight = np.where(terms.member[:, -1], terms.weight, 0.0)
    reasons = list(_reasons(computed, rule))
    return {
        "code": terms.subjects,
        "days": lights.days,
        "close": own_level(terms, kept),
        "colour": lights.colour,
        "since": lights.since[:, -1],
        "reason_zh": np.array([reason.zh for reason in reasons]),
        "reason_en": np.array([reason.en for reason in reasons]),
        "weight": weight / max(float(weight.sum()), np.finfo(float).tiny),
        "generating": _generating(computed),
        **outlier_arrays(computed.outliers, terms.subjects),
        **_by_source(computed),
        **(_by_group(computed.groups, len(terms.subjects), kept) if computed.groups else {}),
    }


def own_level(terms: IndexTerms, kept: int) -> np.ndarray:
    """Return the level (n, kept) of each enterprise on the last days, own base = 100; NaN where it is no member."""
    level = terms.relative[:, -kept:].astype(np.float32)
    level *= 100
    level[~terms.member[:, -kept:]] = np.nan
    return level


def _entered(terms: IndexTerms) -> Days:
    """Return the first day on which each enterprise (n,) is a member; NaT for those that never are."""
    return np.where(terms.member.any(axis=1), terms.days[terms.member.argmax(axis=1)], np.datetime64("NaT", "D"))


def _generating(computed: Computed) -> Days:
    """Return since when each enterprise (n,) generates; NaT for those not known to."""
    since = computed.use.since
    return np.full(len(computed.terms.subjects), np.datetime64("NaT", "D")) if since is None else since


def _reasons(computed: Computed, rule: LightRule) -> Iterator[Text]:
    for row, since in enumerate(_generating(computed).tolist()):
        yield reason_text(computed.enterprise_lights, row, -1, rule, generating_since=since)


def _by_source(computed: Computed) -> Arrays:
    """Return by indicator its enterprises, since when they are members, the latest months, and the levels in them."""
    months = whole_months(computed.terms.days)[-MONTHS:]
    found: Arrays = {}
    for name, (terms, frequency) in _levels(computed).items():
        found[f"{name}.code"] = terms.subjects
        found[f"{name}.entered"] = _entered(terms)
        found[f"{name}.month"] = months
        found[f"{name}.level"] = subject_months(terms, frequency, months)
    return found


def _levels(computed: Computed) -> Mapping[str, tuple[IndexTerms, Frequency]]:
    """Return terms and frequency of each indicator that has a level; of a bureau without groups, electricity alone."""
    if computed.composites is None:
        return {computed.panel.indicator: (computed.terms, Frequency.DAILY)}
    found = computed.composites.domains.items()
    return {name: (one.terms, one.frequency) for name, one in found if isinstance(one, DomainLevel)}


def _by_group(groups: Groups, count: int, kept: int) -> Arrays:
    """Return by level the group of each enterprise (n,) on the last day, and code, members and last closes of every group."""
    found: Arrays = {}
    for level in PEERS:
        stints, series = groups.stints[level], groups.series[level]
        last = np.flatnonzero(stints.stop == len(series.days))
        place = np.full(count, -1)
        place[stints.row[last]] = np.searchsorted(series.groups, stints.groups[stints.group[last]])
        found[f"{level}.of"] = place
        found[f"{level}.code"] = series.groups
        found[f"{level}.members"] = series.members
        found[f"{level}.close"] = series.close[:, -kept:].astype(np.float32)
    return found
