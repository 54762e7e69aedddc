"""Who belonged to which group of every level from when to when, as the register and the catalog say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.catalog.clusters import Clusters
from openmbi.catalog.hierarchy import Hierarchy
from openmbi.catalog.size_classes import UNSIZED, SizeClasses
from openmbi.core.cell_codes import cell_code
from openmbi.core.tables import Days, Flags, Level, Names, Numbers, Stints
from openmbi.flow.register_pieces import Pieces, register_pieces


@dataclass(frozen=True)
class _Grouped:
    """The group of k pieces: number (k,) into `groups`, of the pieces `of` (k,); None: of all pieces in their order."""

    groups: list[str]
    number: Numbers
    of: Numbers | None = None


def stints(
    register: pa.Table,
    subjects: Names,
    days: Days,
    hierarchy: Hierarchy,
    *,
    zone: str = "zone",
    accounts: pa.Table | None = None,
) -> Mapping[Level, Stints]:
    """Return the stints of every level of groups.

    Rows of the register (`core.tables.ENTERPRISES`, as known) date a move; recodings of the catalog date a new code. The groups of each level but CLUSTER
    partition the subjects (n,) on every day (T,): what the register does not tell is `unplaced`, `unclassified` or `unsized`. A group without anybody is not
    listed. Where the register has no size class, `accounts` (`core.tables.ACCOUNTS`) give it, by employees and, for revenue, output of the latest year.
    """
    places, industries = hierarchy.places, hierarchy.industries
    pieces = register_pieces(register, subjects, days, places.recoding_days)
    city, county = _by_place(pieces, places.city_of), _by_place(pieces, places.county_of)
    division, group = _by_industry(pieces, industries.division_of), _by_industry(pieces, industries.group_of)
    everybody = _Grouped([zone], np.zeros(len(pieces.row), np.intp))
    grouped = {
        Level.ZONE: everybody,
        Level.CITY: city,
        Level.COUNTY: county,
        Level.INDUSTRY: division,
        Level.INDUSTRY_GROUP: group,
        Level.CELL: _cells(city, division),
        Level.SIZE_CLASS: _by_size(pieces, hierarchy.size_classes, subjects, accounts),
        Level.CLUSTER: _by_cluster(pieces, hierarchy.clusters),
    }
    return {level: _stints(level, pieces, each) for level, each in grouped.items()}


def _by_place(pieces: Pieces, group_of: Callable[[str, date], str]) -> _Grouped:
    named = [[group_of(code, day) for code in pieces.place.codes] for day in pieces.epochs]
    groups, number = np.unique(np.array(named, dtype=str), return_inverse=True)
    table = number.reshape(len(pieces.epochs), -1)
    return _Grouped(groups.tolist(), table[pieces.epoch, pieces.place.number])


def _by_industry(pieces: Pieces, group_of: Callable[[str], str]) -> _Grouped:
    named = np.array([group_of(code) for code in pieces.industry.codes], dtype=str)
    groups, number = np.unique(named, return_inverse=True)
    return _Grouped(groups.tolist(), number[pieces.industry.number])


def _cells(city: _Grouped, industry: _Grouped) -> _Grouped:
    pairs, number = np.unique(city.number * len(industry.groups) + industry.number, return_inverse=True)
    cities, divisions = np.divmod(pairs, len(industry.groups))
    codes = [cell_code(city.groups[c], industry.groups[d]) for c, d in zip(cities, divisions, strict=True)]
    return _Grouped(codes, number)


def _by_size(pieces: Pieces, classes: SizeClasses, subjects: Names, accounts: pa.Table | None) -> _Grouped:
    """Take the register's class, else the one that the accounts give to the row."""
    by_accounts = np.full(len(subjects), UNSIZED) if accounts is None else _sizes(classes, subjects, accounts)
    told = np.array([classes.code_of(word) or "" for word in pieces.size.codes], dtype=str)[pieces.size.number]
    groups, number = np.unique(np.where(told == "", by_accounts[pieces.row], told), return_inverse=True)
    return _Grouped(groups.tolist(), number)


def _sizes(classes: SizeClasses, subjects: Names, accounts: pa.Table) -> Names:
    """Return the class (n,) of each subject by its latest year that states both figures."""
    rows = pc.index_in(accounts["enterprise"], value_set=pa.array(subjects.tolist(), pa.string()))
    stated = pc.and_(
        pc.is_valid(rows), pc.and_(pc.is_valid(accounts["employees"]), pc.is_valid(accounts["output_cny"]))
    )
    told = accounts.append_column("row_", rows).filter(stated).sort_by("year")
    row = told["row_"].to_numpy()
    employees, revenue = np.full(len(subjects), np.nan), np.full(len(subjects), np.nan)
    employees[row] = told["employees"].to_numpy()  # by rising year: the last one stays
    revenue[row] = told["output_cny"].cast(pa.float64()).to_numpy()
    return classes.classify(employees, revenue)


def _by_cluster(pieces: Pieces, clusters: Clusters) -> _Grouped:
    """Put a piece into every cluster that its industry and place lie in."""
    inside = [np.flatnonzero(_belongs(pieces, clusters, cluster)) for cluster in clusters.clusters]
    number = np.repeat(np.arange(len(inside)), [len(each) for each in inside])
    return _Grouped(list(clusters.clusters), number, np.concatenate([np.zeros(0, np.intp), *inside]))


def _belongs(pieces: Pieces, clusters: Clusters, cluster: str) -> Flags:
    industry = np.array([clusters.has_industry(cluster, code) for code in pieces.industry.codes], bool)
    place = np.array([[clusters.has_place(cluster, c, day) for c in pieces.place.codes] for day in pieces.epochs], bool)
    return industry[pieces.industry.number] & place[pieces.epoch, pieces.place.number]


def _stints(level: Level, pieces: Pieces, grouped: _Grouped) -> Stints:
    """Join the pieces of a row that follow each other in one group, and number the groups that occur by their sorted codes."""
    of = np.arange(len(pieces.row)) if grouped.of is None else grouped.of
    ends = (np.diff(of) != 1) | (np.diff(pieces.row[of]) != 0) | (np.diff(grouped.number) != 0)
    opens = np.concatenate([[True], ends])[: len(of)]
    closes = np.concatenate([ends, [True]])[: len(of)]
    occurring, number = np.unique(grouped.number[opens], return_inverse=True)
    codes, rank = np.unique(np.array(grouped.groups, dtype=str)[occurring], return_inverse=True)
    row, first, stop = pieces.row[of[opens]], pieces.first[of[opens]], pieces.stop[of[closes]]
    return Stints(level, codes, row, rank[number], first, stop)
