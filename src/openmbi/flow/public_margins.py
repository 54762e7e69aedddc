"""Of which margins a figure is published that is no amount and that no audit bounds: growth, diffusion, coverage, standard errors, levels of domains.

Such a figure is published of the zone and of levels that divide it (cities, industries, size classes), of single cells never. Of one such level an outsider can
work out no more than what its left out groups are together; so these together must not be sensitive, else further groups are left out, the smallest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from openmbi.cells.disclosure.primary import sensitivity
from openmbi.core.disclosure import DisclosureParameters, Records, Table, TableSet
from openmbi.core.tables import Flags, Floats, Level, Numbers
from openmbi.flow.disclosure_basis import Basis

DIVIDING = (Level.CITY, Level.INDUSTRY, Level.SIZE_CLASS)
"""Levels whose groups are the zone together and have nobody in common."""


def margins(basis: Basis, measures: Sequence[str], published: Flags, parameters: DisclosureParameters) -> Flags:
    """Return of which groups (G,) such a figure is published, given which groups' amounts are; `measures`: what it rests on."""
    known = [measure for measure in measures if measure in basis.amount]
    level_of = np.array([name.partition("/")[0] for name in basis.groups.tolist()])
    shown = published & (level_of == Level.ZONE)
    layers = list(_layers(basis, known))
    size = np.mean([[abs(amount[one].sum()) for one in members] for amount, members in layers], axis=0)
    for level in DIVIDING:
        groups = np.flatnonzero(level_of == level)
        kept = groups[published[groups]]
        kept = kept[np.argsort(size[kept], kind="stable")].tolist()
        left = sorted(set(groups.tolist()) - set(kept))
        while kept and left and _is_sensitive(layers, left, parameters):
            left.append(kept.pop(0))
        shown[kept] = True
    return shown


def sensitive_while_it_runs(basis: Basis, measures: Sequence[str], parameters: DisclosureParameters) -> Flags:
    """Return which groups (G,) are sensitive in themselves, by any of some measures, in a month that is not over yet; no pattern judges that month."""
    found = np.zeros(len(basis.groups), bool)
    keys = tuple((name,) for name in basis.groups.tolist())
    for measure in measures:
        for month in range(basis.over, len(basis.months) if measure in basis.amount else 0):
            amount = basis.amount[measure][month]
            table = Table("groups", ("group",), keys, tuple(basis.members(month, amount)))
            records = Records(np.arange(len(amount)), np.nan_to_num(amount))
            judged = sensitivity(TableSet(records, (table,)), parameters)
            found[list(judged.rules)] = True
            found |= judged.protection > 0
    return found


def _layers(basis: Basis, measures: Sequence[str]) -> Iterator[tuple[Floats, list[Numbers]]]:
    """Yield the amounts (R,) of each measure and month of which anything is known, and the members of each group (G,)."""
    for measure in measures:
        for month, amount in enumerate(basis.amount[measure]):
            if not np.isnan(amount).all():
                yield amount, basis.members(month, amount)


def _is_sensitive(
    layers: Sequence[tuple[Floats, list[Numbers]]], left: Sequence[int], parameters: DisclosureParameters
) -> bool:
    """Whether some groups together are sensitive by any measure in any month."""
    for amount, members in layers:
        together = np.concatenate([members[group] for group in left])
        table = Table("left out", ("level",), (("all",),), (np.arange(len(together)),))
        records = Records(together, amount[together])
        if sensitivity(TableSet(records, (table,)), parameters).rules:
            return True
    return False
