"""Register files: one line says what an enterprise was from `valid_from` to `valid_to`, both included."""

from __future__ import annotations

import pyarrow as pa

from openmbi.core.tables import ENTERPRISES
from openmbi.sources.block import CheckedBlock
from openmbi.sources.contract import Contract
from openmbi.sources.enterprise_register.codes import check_industries, check_sizes
from openmbi.sources.fields import Field, check_ids, check_known, check_places, check_span, kept
from openmbi.sources.layout import Header, Layout, extra_columns, find_roles
from openmbi.sources.lines_of_fields import Form, Texts, check_lines, recheck_lines
from openmbi.sources.produced import Produced
from openmbi.sources.rows import Rows
from openmbi.sources.setting import Setting

PRODUCES = Produced.REGISTER
REQUIRED = ("enterprise", "valid_from")
OPTIONAL = ("name", "place", "industry", "size_class", "ownership", "group_owner", "valid_to", "known_at")
ROLES = frozenset({*REQUIRED, *OPTIONAL, "ignore"})


def lay_out(header: Header, contract: Contract) -> Layout:
    """Find the columns of a register; their order does not matter."""
    roles = find_roles(header, contract.columns, REQUIRED, OPTIONAL)
    return Layout(header, roles, extra_columns(header, roles, contract.columns.get("ignore", ())))


def check(rows: Rows, layout: Layout, setting: Setting) -> CheckedBlock:
    """Check one enterprise a line."""
    return check_lines(rows, layout, setting, _FORM)


def recheck(refused: pa.Table, setting: Setting) -> CheckedBlock:
    """Check the fields kept in quarantine again."""
    return recheck_lines(refused, setting, _FORM)


def _check_fields(texts: Texts, setting: Setting) -> dict[str, Field]:
    starts, ends = check_span(texts["valid_from"], texts["valid_to"], setting)
    return {
        "enterprise": check_ids(texts["enterprise"], setting.contract),
        "place": check_places(texts["place"]),
        "industry": check_industries(texts["industry"]),
        "size_class": check_sizes(texts["size_class"]),
        **{role: kept(texts[role]) for role in ("name", "ownership", "group_owner")},
        "valid_from": starts,
        "valid_to": ends,
        "known_at": check_known(texts["known_at"], setting),
    }


_FORM = Form(ENTERPRISES, (*REQUIRED, *OPTIONAL), subject="enterprise", about="valid_from", check=_check_fields)
