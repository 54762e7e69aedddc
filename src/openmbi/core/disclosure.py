"""What disclosure control works on: the tables of a release as sums over records, the parameters of its rules, and what is suppressed.

A record is one respondent's amount of one period. A cell is the sum of some records; two cells are linked wherever they share records, so that margins,
hierarchies that overlap, linked tables and sums of months are all told by the records themselves, and none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from openmbi.core.tables import Flags, Floats, Numbers


class CellState(StrEnum):
    """What becomes of a cell in public: PRIMARY is sensitive in itself; SECONDARY is held back so that a primary one cannot be worked out."""

    PUBLISHED = "published"
    PRIMARY = "primary"
    SECONDARY = "secondary"


class SensitivityRule(StrEnum):
    """Why a cell is sensitive in itself: too few contributors, one or few that dominate it, or a contribution that another contributor could estimate."""

    THRESHOLD = "threshold"
    DOMINANCE = "dominance"
    P_PERCENT = "p_percent"


class CostRule(StrEnum):
    """What suppressing a cell costs: one each, its value, or the logarithm of one more than its value."""

    CELLS = "cells"
    VALUE = "value"
    LOG_VALUE = "log_value"


@dataclass(frozen=True)
class DisclosureParameters:
    """The rules in force.

    `least_contributors`: a cell of fewer is sensitive. `dominant` contributors with more than `dominance_percent` of a cell make it sensitive. `p_percent`: no
    contribution may be estimated more closely by the second largest contributor; also how far, in percent of the largest contribution, the interval of a
    sensitive cell must reach at least.
    """

    least_contributors: int = 3
    dominant: int = 2
    dominance_percent: float = 85.0
    p_percent: float = 10.0
    cost: CostRule = CostRule.LOG_VALUE


@dataclass(frozen=True)
class Records:
    """What respondents reported: `respondent` (R,) is a number of the respondent, `amount` (R,) in the unit of the tables."""

    respondent: Numbers
    amount: Floats


@dataclass(frozen=True)
class Hierarchy:
    """One dimension of a table: `nodes` are by code the numbers of its leaves that the code is the sum of. Nodes may overlap, as city and cluster do.

    `leaf` (R,) is the leaf of each record; -1: none.
    """

    dimension: str
    leaf: Numbers
    nodes: Mapping[str, tuple[int, ...]]

    @cached_property
    def members(self) -> Mapping[str, Numbers]:
        """By code the sorted numbers of its records."""
        return {code: np.flatnonzero(np.isin(self.leaf, leaves)) for code, leaves in self.nodes.items()}


@dataclass(frozen=True)
class Table:
    """One table of a release: each of its cells by its `key`, one code for each dimension, and the sorted numbers of the records that it sums (`members`).

    `rounding`: published values are multiples of it; 0: as they are. `given`: everybody has its cells, as published before; `withheld`: its cells were
    suppressed before and are not to be published now, but those that are sensitive stay protected.
    """

    name: str
    dimensions: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    members: tuple[Numbers, ...]
    rounding: float = 0.0
    given: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class TableSet:
    """All tables of a release that rest on the same records, of one `measure`. `nonnegative`: everybody knows that no amount is below zero."""

    records: Records
    tables: tuple[Table, ...]
    nonnegative: bool = True
    measure: str = ""

    @cached_property
    def members(self) -> tuple[Numbers, ...]:
        """The records of each cell (C,), in the order of tables and keys."""
        return tuple(members for table in self.tables for members in table.members)

    @cached_property
    def names(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Table and key of each cell (C,)."""
        return tuple((table.name, key) for table in self.tables for key in table.keys)

    @cached_property
    def rounding(self) -> Floats:
        """The rounding of each cell (C,)."""
        return np.array([table.rounding for table in self.tables for _ in table.keys], float)

    @cached_property
    def given(self) -> Flags:
        """Whether each cell (C,) was published before."""
        return np.array([table.given for table in self.tables for _ in table.keys], bool)

    @cached_property
    def withheld(self) -> Flags:
        """Whether each cell (C,) was suppressed before."""
        return np.array([table.withheld for table in self.tables for _ in table.keys], bool)

    @cached_property
    def value(self) -> Floats:
        """The value of each cell (C,)."""
        return np.array([self.records.amount[members].sum() for members in self.members], float)


@dataclass(frozen=True)
class Suppression:
    """What becomes of each cell (C,) of a table set, in its order; `rules` name by the number of a primary cell why it is sensitive."""

    state: tuple[CellState, ...]
    rules: Mapping[int, tuple[SensitivityRule, ...]]

    @staticmethod
    def of_flags(published: Flags) -> Suppression:
        """Return the pattern that publishes some cells (C,); of the others it does not say why not."""
        states = (CellState.PUBLISHED if one else CellState.SECONDARY for one in published.tolist())
        return Suppression(tuple(states), {})

    @cached_property
    def published(self) -> Flags:
        """Whether each cell (C,) is published."""
        return np.array([state is CellState.PUBLISHED for state in self.state], bool)


@dataclass(frozen=True)
class Violation:
    """A cell that can be worked out too closely: its interval `low` to `high` as seen by somebody, and what it had to reach.

    `seen_by`: the number of the respondent who knows its own records; -1: an outsider.
    """

    table: str
    key: tuple[str, ...]
    rules: tuple[SensitivityRule, ...]
    value: float
    low: float
    high: float
    least_low: float
    least_high: float
    seen_by: int = -1


@dataclass(frozen=True)
class DisclosureAudit:
    """What came of an audit: how many cells and viewpoints were checked, and every violation. `told_before`: cells that earlier releases alone tell."""

    sensitive: int
    checked: int
    violations: tuple[Violation, ...]
    told_before: Sequence[tuple[str, tuple[str, ...]]] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing can be worked out too closely."""
        return not self.violations
