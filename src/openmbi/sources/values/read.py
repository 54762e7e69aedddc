"""Long files: subject, period, value; its unit, and when it was known, where the file says so."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from openmbi.core.units import named_unit
from openmbi.sources.block import CheckedBlock, joined
from openmbi.sources.contract import Contract
from openmbi.sources.layout import Header, Layout, extra_columns, find_roles
from openmbi.sources.numbers import check_numbers
from openmbi.sources.observations import Texts, check_observations, recheck_observations
from openmbi.sources.produced import Produced
from openmbi.sources.reasons import Masks, flagged
from openmbi.sources.rows import Rows, refused_lines
from openmbi.sources.setting import Setting
from openmbi.sources.stated_unit import refuse_other_unit

PRODUCES = Produced.OBSERVATIONS
REQUIRED = ("subject", "valid_at", "value")
OPTIONAL = ("unit", "known_at")
ROLES = frozenset({*REQUIRED, *OPTIONAL, "ignore"})


def lay_out(header: Header, contract: Contract) -> Layout:
    """Find the columns of a long file; their order does not matter."""
    roles = find_roles(header, contract.columns, REQUIRED, OPTIONAL)
    refuse_other_unit(header, roles["value"], contract)
    extra = extra_columns(header, roles, contract.columns.get("ignore", ()))
    coded = frozenset(place for role, place in roles.items() if role != "value")
    return Layout(header, roles, extra, coded=coded)


def check(rows: Rows, layout: Layout, setting: Setting) -> CheckedBlock:
    """Check one observation a line."""
    roles = layout.roles
    texts = Texts(
        row_no=rows.row_no,
        subject=rows.coded(roles["subject"]),
        valid_at=rows.coded(roles["valid_at"]),
        value=rows.plain(roles["value"]),
        known_at=rows.coded(roles["known_at"]) if "known_at" in roles else None,
        faults=_other_units(rows, layout, setting.contract),
    )
    accepted, refused = check_observations(texts, check_numbers(texts.value, setting), setting)
    unread = refused_lines(rows.unread, layout.observations)
    return CheckedBlock(accepted, joined([refused, unread]), rows.bytes_done)


def _other_units(rows: Rows, layout: Layout, contract: Contract) -> Masks:
    """Mark (lines,) whose unit is not that of the contract; a blank says nothing."""
    if "unit" not in layout.roles:
        return np.zeros(len(rows.row_no), dtype=np.uint32)
    units = rows.coded(layout.roles["unit"])
    other = [bool(text.strip()) and _symbol(text) != contract.unit for text in units.texts.to_pylist()]
    return flagged(np.array(other, dtype=bool)[units.codes], "other_unit")


def _symbol(text: str) -> str | None:
    named = named_unit(text)
    return named.symbol if named else None


def recheck(refused: pa.Table, setting: Setting) -> CheckedBlock:
    """Check the texts kept in quarantine again."""
    return recheck_observations(refused, setting)
