"""Whose meters, accounts, plates and names are, as books, register and decisions said at a moment; and what waits for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from openmbi.catalog.linking import LinkingParameters, load_linking
from openmbi.flow.bureau import Bureau
from openmbi.linking.candidates import candidates
from openmbi.linking.link import Key, Linked, key_of, link
from openmbi.store.decisions import decisions_as_of
from openmbi.store.holders import holders_as_of
from openmbi.store.register import register_as_of

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Waiting:
    """A holder in the review queue (a row of `linking.link.WAITING`) and its candidates (rows of CANDIDATES, best first)."""

    holder: Row
    candidates: tuple[Row, ...]


def linked_as_of(
    bureau: Bureau, moment: datetime, manifest: int | None = None, parameters: LinkingParameters | None = None
) -> Linked:
    """Return the links of every kind, and what waits, as known at a moment; the same books, register and decisions give the same links.

    `parameters`: those in force on the moment's day, where None.
    """
    register = register_of(bureau, moment, manifest)
    local = moment.astimezone(bureau.zone)
    return link(
        holders_as_of(bureau.store, local, manifest),
        register,
        decisions_as_of(bureau.store, local, manifest),
        parameters or parameters_on(bureau, moment),
    )


def review_queue(bureau: Bureau, moment: datetime, manifest: int | None = None) -> list[Waiting]:
    """Return what waits for a person at a moment, by kind, subject and day, with candidates."""
    parameters, register = parameters_on(bureau, moment), register_of(bureau, moment, manifest)
    linked = linked_as_of(bureau, moment, manifest, parameters)
    offered = _by_holder(candidates(linked.waiting, register, parameters, addresses=linked.addresses))
    return [Waiting(row, tuple(offered.get(key_of(row), ()))) for row in linked.waiting.to_pylist()]


def parameters_on(bureau: Bureau, moment: datetime) -> LinkingParameters:
    """Return the parameters of linking in force on the moment's day at the place."""
    return load_linking(bureau.catalog).in_force(moment.astimezone(bureau.zone).date())


def register_of(bureau: Bureau, moment: datetime, manifest: int | None = None) -> pa.Table:
    """Return the register as known at a moment, read by the days of the place."""
    return register_as_of(bureau.store, moment.astimezone(bureau.zone), manifest)


def _by_holder(offered: pa.Table) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in offered.to_pylist():
        found[key_of(row)].append(row)
    return found
