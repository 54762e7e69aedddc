"""Law of a public release: whatever is suppressed stands nowhere in the whole object, in no table, list or text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.core.disclosure import DisclosureParameters
from openmbi.core.releases import PublicRelease
from openmbi.flow.disclosure_basis import Basis, basis_of_arrays
from openmbi.flow.public_figures import AUDITED, OF_MARGINS, Shown, amount_table, contribution_table, figure_tables
from openmbi.flow.public_pattern import Family, layers_of, pattern_of
from openmbi.flow.public_told import told_by
from openmbi.store.runs import FIGURES

RULES = DisclosureParameters()
FOLLOWS = {
    "activity_level": ("use_kwh",),
    "activity_level.standard_error": ("use_kwh",),
    **dict.fromkeys((*AUDITED, *OF_MARGINS), ("use_kwh",)),
    "composite_expert.freight": ("freight_t",),
}


def basis_of(seed: int) -> Basis:
    """Forty enterprises of three cities × three industries, two months, two families of amounts."""
    draw = np.random.default_rng(seed)
    city, industry = draw.integers(0, 3, 40), draw.integers(0, 3, 40)
    groups = ["zone/44", *(f"city/c{one}" for one in range(3)), *(f"industry/i{one}" for one in range(3))]
    groups += [f"cell/c{one}.i{two}" for one in range(3) for two in range(3)]
    belonging = [np.zeros(40, int), 1 + city, 4 + industry, 7 + 3 * city + industry]
    use = np.round(draw.lognormal(8, 1.5, (2, 40)), 3) + 1
    freight = np.where(draw.random(40) < 0.6, np.round(draw.lognormal(6, 1.2, (2, 40)), 3) + 1, np.nan)
    return Basis(
        np.array([f"e{one:02}" for one in range(40)]),
        np.array(["2025-11-01", "2025-12-01"], "datetime64[D]"),
        {"use_kwh": use, "freight_t": freight, "activity_level": use * 1.1, "weight": use * 0.9},
        np.array(groups),
        np.tile(np.arange(40), 4),
        np.concatenate(belonging),
        np.zeros(160, int),
        np.full(160, 2),
        np.array(0),
    )


def planted(basis: Basis) -> dict[tuple[str, str, str], float]:
    """By figure, group and month a number that stands nowhere else."""
    names = [(figure, group) for figure in FOLLOWS for group in basis.groups.tolist()]
    return {
        (figure, group, month): 5000.0 + 2.0 * number + at
        for number, (figure, group) in enumerate(names)
        for at, month in enumerate(("2025-11", "2025-12"))
    }


def released(basis: Basis, figures: dict[tuple[str, str, str], float]) -> tuple[PublicRelease, Shown]:
    """The public release of a basis and of figures."""
    families = (Family(("use_kwh", "activity_level", "weight")), Family(("freight_t",)))
    shown = Shown(
        basis, {one.name: pattern_of(basis, one, (), RULES).published for one in families}, months=2, parameters=RULES
    )
    rows = [
        {"indicator": figure, "subject": group.partition("/")[2], "period": month, "value": value}
        for (figure, group, month), value in figures.items()
    ]
    tables = (
        *(amount_table(one.name, "", 0.001, shown) for one in families),
        *figure_tables(pa.Table.from_pylist(rows, FIGURES), FOLLOWS, shown),
        contribution_table("activity_level", (1.0, 1.0), shown, "use_kwh"),
    )
    return PublicRelease(1, "000001", "", "", True, tables, {}, {}), shown


def numbers_in(thing: Any) -> Iterator[float]:
    """Yield every number of a document, however deep."""
    if isinstance(thing, dict):
        for value in thing.values():
            yield from numbers_in(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from numbers_in(value)
    elif isinstance(thing, int | float):
        yield float(thing)
    elif isinstance(thing, str):
        yield from (float(word) for word in thing.split() if word.replace(".", "", 1).isdecimal())


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_number_of_a_suppressed_cell_stands_anywhere(seed: int):
    basis = basis_of(seed)
    figures = planted(basis)
    release, shown = released(basis, figures)
    seen = {round(one, 3) for one in numbers_in(release.document())}
    secrets = secrets_of(basis, figures, shown)
    assert secrets, "nothing is suppressed, so nothing is tested"
    assert not seen & secrets
    assert seen & {round(value, 3) for value in figures.values()}, "nothing is published"


def secrets_of(basis: Basis, figures: dict[tuple[str, str, str], float], shown: Shown) -> set[float]:
    """Every amount and figure of a group that is suppressed, and every amount of one enterprise; not those that a published group has as well."""
    open_, hidden = set[float](), set[float]()
    for family in shown.by_family:
        for month in range(2):
            amount = basis.amount[family][month]
            for group, members in enumerate(basis.members(month, amount)):
                value = round(float(amount[members].sum()), 3)
                if len(members):
                    (open_ if shown.by_family[family][group] else hidden).add(value)
            hidden |= {round(float(one), 3) for one in amount if not np.isnan(one)}
    number = {name: place for place, name in enumerate(basis.groups.tolist())}
    for (figure, group, _), value in figures.items():
        of_margins = figure not in {"activity_level", *AUDITED}
        if not shown.of(FOLLOWS[figure])[number[group]] or (of_margins and group.startswith("cell/")):
            hidden.add(round(value, 3))
    return hidden - open_


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_release_tells_of_no_group_that_is_suppressed(seed: int):
    basis = basis_of(seed)
    release, shown = released(basis, planted(basis))
    told = told_by(release, basis.groups, FOLLOWS, ("use_kwh", "freight_t"))
    for family, published in shown.by_family.items():
        assert not (told[family] & ~published).any()
    assert told["use_kwh"].any()
    freight = basis.amount["freight_t"]
    anybody = np.any([[len(one) > 0 for one in basis.members(month, freight[month])] for month in range(2)], axis=0)
    np.testing.assert_array_equal(told["freight_t"], shown.by_family["freight_t"] & anybody)


def test_what_is_left_out_of_a_level_is_not_sensitive_together():
    basis = basis_of(7)
    shown = np.ones(len(basis.groups), bool)
    shown[1] = False
    assert not Shown(basis, {"use_kwh": np.zeros(len(basis.groups), bool)}, 2).of_margins(("use_kwh",)).any()
    basis.amount["use_kwh"][:, basis.row[basis.group == 1]] = np.nan
    alone = basis.row[basis.group == 1][0]
    basis.amount["use_kwh"][:, alone] = 10.0
    kept = Shown(basis, {"use_kwh": shown}, 2).of_margins(("use_kwh",))
    assert kept[0]
    assert not kept[1]
    assert kept[1:4].sum() < 2


def test_of_a_month_that_is_not_over_neither_amounts_nor_figures_are_told():
    whole = basis_of(3)
    basis = replace(whole, unfinished=np.array(1))
    family = Family(("use_kwh", "activity_level", "weight"))
    assert len(layers_of(whole, family, ())) == 5
    assert len(layers_of(basis, family, ())) == 3
    shown = Shown(basis, {"use_kwh": np.ones(len(basis.groups), bool)}, basis.over)
    rows = [
        {"indicator": "activity_level", "subject": "44", "period": period, "value": 1.0}
        for period in ("2025-11", "2025-11-30", "2025-12", "2025-12-05")
    ]
    figures = list(figure_tables(pa.Table.from_pylist(rows, FIGURES), {"activity_level": ("use_kwh",)}, shown))
    assert {row[2] for row in amount_table("use_kwh", "", 1.0, shown).rows} == {"2025-11"}
    assert {row[2] for table in figures for row in table.rows} == {"2025-11", "2025-11-30", "2025-12-05"}


def test_a_group_that_is_sensitive_in_the_month_that_runs_has_no_figure_by_day_of_it():
    whole = basis_of(3)
    use = whole.amount["use_kwh"].copy()
    city = next(number for number, name in enumerate(whole.groups.tolist()) if name.startswith("city/"))
    members = whole.members(1, use[1])[city]
    use[1][members] = np.where(np.arange(len(members)) < 2, 1.0, np.nan)  # two are left of whom anything is known
    basis = replace(whole, amount={**whole.amount, "use_kwh": use}, unfinished=np.array(1))
    shown = Shown(basis, {"use_kwh": np.ones(len(basis.groups), bool)}, basis.over)
    code = str(basis.groups[city]).partition("/")[2]
    rows = [
        {"indicator": "group_light", "subject": subject, "period": period, "value": 1.0}
        for subject in ("44", code)
        for period in ("2025-11-30", "2025-12-05")
    ]
    follows = {"activity_level": ("use_kwh",), "group_light": ("use_kwh",)}
    (light,) = figure_tables(pa.Table.from_pylist(rows, FIGURES), follows, shown)
    told = {row[-2]: row[-1] for row in light.rows if row[1] == code}
    assert told == {"2025-11-30": 1.0, "2025-12-05": None}
    assert [row[-1] for row in light.rows if row[1] == "44"] == [1.0, 1.0]


def test_what_is_stored_of_a_basis_says_which_months_are_over():
    basis = replace(basis_of(3), unfinished=np.array(1))
    stored = basis.arrays()
    assert basis_of_arrays(stored).over == 1
    del stored["unfinished"]  # kept before months that are not over were left out
    assert basis_of_arrays(stored).over == 2
