"""Which groups a public release shows of which measure: one pattern for all months of the measures that tell of the same records, held against what was signed
before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from openmbi.cells.disclosure.audit import audit
from openmbi.cells.disclosure.secondary import suppress
from openmbi.core.disclosure import DisclosureAudit, DisclosureParameters, Records, Suppression, Table, TableSet
from openmbi.core.tables import Flags, Floats, Numbers
from openmbi.flow.disclosure_basis import WEIGHT, Basis, basis_of_arrays, tables_of

PUBLISHED = "published."


@dataclass(frozen=True)
class Earlier:
    """A signed release: its number, its basis, and by family which groups (G,) it published."""

    number: int
    basis: Basis
    published: Mapping[str, Flags]


@dataclass(frozen=True)
class Family:
    """Measures that tell of the same records and share one pattern; the first names it."""

    measures: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the family."""
        return self.measures[0]


@dataclass(frozen=True)
class FamilyPattern:
    """A family of measures that share one pattern: `published` (G,) in the order of the basis's groups, what is suppressed by state, and the audit."""

    published: Flags
    suppression: Suppression
    audit: DisclosureAudit
    layers: int = 0


@dataclass(frozen=True)
class _Kept:
    """Earlier cells, those alike once: by what they sum in each layer, whether they were published, the members in each layer."""

    members: dict[tuple[bool, tuple[bytes, ...]], list[Numbers]] = field(default_factory=dict)


def earlier_of_arrays(number: int, stored: Mapping[str, np.ndarray]) -> Earlier:
    """Return an earlier release from what was kept of it."""
    published = {name.removeprefix(PUBLISHED): each for name, each in stored.items() if name.startswith(PUBLISHED)}
    return Earlier(number, basis_of_arrays(stored), published)


def families(basis: Basis, indicator: str, index: str) -> tuple[Family, ...]:
    """Return the families of a basis: use, level and weights tell of each other; every other indicator stands alone."""
    main = (indicator, index, WEIGHT)
    return (Family(main), *(Family((measure,)) for measure in basis.amount if measure not in main))


def pattern_of(
    basis: Basis,
    family: Family,
    earlier: Sequence[Earlier],
    parameters: DisclosureParameters,
    *,
    step: Callable[[int, int], None] | None = None,
) -> FamilyPattern:
    """Return what of a family is published, and the audit of that against all that was signed before. `step` is told how much of how much is done."""
    layers = layers_of(basis, family, earlier)
    suppression = suppress(layers, parameters, step=step and (lambda done, all_: step(done, 2 * all_)))
    found = audit(layers, suppression, parameters, step=step and (lambda done, all_: step(all_ + done, 2 * all_)))
    return FamilyPattern(suppression.published[: len(basis.groups)], suppression, found, len(layers))


def audit_of(
    basis: Basis,
    family: Family,
    published: Flags,
    earlier: Sequence[Earlier],
    parameters: DisclosureParameters,
    *,
    step: Callable[[int, int], None] | None = None,
) -> DisclosureAudit:
    """Return the audit of groups (G,) that are published, against all that was signed."""
    layers = layers_of(basis, family, earlier)
    shown = layers[0].given.copy()
    shown[: len(published)] = published
    return audit(layers, Suppression.of_flags(shown), parameters, step=step)


def layers_of(basis: Basis, family: Family, earlier: Sequence[Earlier]) -> list[TableSet]:
    """Return a table set for every measure and month of which something is told: the groups of this release, then those of earlier ones.

    An amount that was revised since stands in earlier cells as it is now: whoever attacks is taken to know every revision.
    """
    names = np.unique(np.concatenate([basis.enterprises, *(one.basis.enterprises for one in earlier)]))
    wanted = [
        (measure, month)
        for measure in family.measures
        for month in range(len(basis.months))
        if _told(basis, measure, month)
    ]
    amounts = [_amount(basis, measure, month, names, earlier) for measure, month in wanted]
    kept = _kept_of(basis, wanted, family, earlier, names)
    place = np.searchsorted(names, basis.enterprises)
    return [
        TableSet(
            Records(np.arange(len(names)), amount),
            (
                *tables_of(basis.groups, [place[one] for one in basis.members(month, basis.amount[measure][month])]),
                *_tables_before(kept, number),
            ),
            measure=measure,
        )
        for number, ((measure, month), amount) in enumerate(zip(wanted, amounts, strict=True))
    ]


def _told(basis: Basis, measure: str, month: int) -> bool:
    """Whether a release tells of a measure in a month: of those that it shows, of the weights in the last one only."""
    last = month == basis.over - 1
    return bool(
        basis.first_shown <= month < basis.over
        and (measure != WEIGHT or last)
        and not np.isnan(basis.amount[measure][month]).all()
    )


def _amount(basis: Basis, measure: str, month: int, names: np.ndarray, earlier: Sequence[Earlier]) -> Floats:
    """Return the amount (R,) of everybody ever known: as known now, else as it was known last; 0 of who never had one."""
    amount = np.full(len(names), np.nan)
    amount[np.searchsorted(names, basis.enterprises)] = basis.amount[measure][month]
    name = str(basis.months[month].astype("datetime64[M]"))
    for one in reversed(earlier):
        then = one.basis.month_number.get(name)
        if then is None or measure not in one.basis.amount:
            continue
        place = np.searchsorted(names, one.basis.enterprises)
        amount[place] = np.where(np.isnan(amount[place]), one.basis.amount[measure][then], amount[place])
    return np.nan_to_num(amount)


def _kept_of(
    basis: Basis, wanted: Sequence[tuple[str, int]], family: Family, earlier: Sequence[Earlier], names: np.ndarray
) -> _Kept:
    kept = _Kept()
    for one in earlier:
        if family.name not in one.published:
            continue
        place = np.searchsorted(names, one.basis.enterprises)
        by_layer = [
            _members_then(one, measure, str(basis.months[month].astype("datetime64[M]")), place)
            for measure, month in wanted
        ]
        for group in range(len(one.basis.groups)):
            members = [layer[group] for layer in by_layer]
            if any(len(each) for each in members):
                signature = tuple(each.tobytes() for each in members)
                kept.members.setdefault((bool(one.published[family.name][group]), signature), members)
    return kept


def _members_then(one: Earlier, measure: str, month: str, place: Numbers) -> list[Numbers]:
    """Return the members (G of then) of the groups of an earlier release, by the numbers of now; none where it told nothing of a month."""
    then = one.basis.month_number.get(month)
    if then is None or measure not in one.basis.amount or not _told(one.basis, measure, then):
        return [np.zeros(0, np.intp)] * len(one.basis.groups)
    return [place[each] for each in one.basis.members(then, one.basis.amount[measure][then])]


def _tables_before(kept: _Kept, layer: int) -> tuple[Table, ...]:
    """Return what was published before, and what was suppressed then, as tables of one layer."""
    tables = []
    for published, name in ((True, "published-before"), (False, "suppressed-before")):
        cells = [members[layer] for (was, _), members in kept.members.items() if was is published]
        keys = tuple((str(number),) for number in range(len(cells)))
        tables.append(Table(name, ("cell",), keys, tuple(cells), given=published, withheld=not published))
    return tuple(tables)
