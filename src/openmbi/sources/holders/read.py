"""Lists of holders: one line says whom a provider's books name for a meter, account, plate or trading name, from when to when, with which share."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import HOLDERS
from openmbi.sources.block import CheckedBlock
from openmbi.sources.contract import Contract
from openmbi.sources.fields import Field, check_known, check_places, check_span, filled, given, kept, one_of, plainly
from openmbi.sources.holders.shares import check_shares
from openmbi.sources.layout import Header, Layout, extra_columns, find_roles
from openmbi.sources.lines_of_fields import Form, Texts, check_lines, recheck_lines
from openmbi.sources.produced import Produced
from openmbi.sources.reasons import flagged
from openmbi.sources.rows import Rows
from openmbi.sources.setting import Setting

PRODUCES = Produced.HOLDERS
REQUIRED = ("kind", "subject", "valid_from")
OPTIONAL = ("enterprise", "name", "address", "place", "share", "valid_to", "known_at")
ROLES = frozenset({*REQUIRED, *OPTIONAL, "ignore"})
_KINDS = {
    "meter": ("meter", "电表", "电能表"),
    "account": ("account", "账户", "帐户"),
    "plate": ("plate", "车牌", "车辆"),
    "name": ("name", "名称", "户名"),
}


def lay_out(header: Header, contract: Contract) -> Layout:
    """Find the columns of a list of holders. Where the contract fixes the kind, a column of kinds is not read."""
    required = REQUIRED if contract.kind is None else tuple(role for role in REQUIRED if role != "kind")
    roles = find_roles(header, contract.columns, required, OPTIONAL)
    return Layout(header, roles, extra_columns(header, roles, contract.columns.get("ignore", ())))


def check(rows: Rows, layout: Layout, setting: Setting) -> CheckedBlock:
    """Check one holder a line."""
    said = {"kind": setting.contract.kind} if setting.contract.kind else {}
    return check_lines(rows, layout, setting, _FORM, said)


def recheck(refused: pa.Table, setting: Setting) -> CheckedBlock:
    """Check the fields kept in quarantine again."""
    return recheck_lines(refused, setting, _FORM)


def _check_fields(texts: Texts, setting: Setting) -> dict[str, Field]:
    """Check a line. A missing or wrong credit code of the holder is no fault: the books say so, and a person finds out whom they mean."""
    starts, ends = check_span(texts["valid_from"], texts["valid_to"], setting)
    return {
        "kind": _check_kinds(texts["kind"]),
        "subject": given(texts["subject"]),
        **{role: kept(texts[role]) for role in ("enterprise", "name", "address")},
        "place": check_places(texts["place"]),
        "share": check_shares(texts["share"]),
        "valid_from": starts,
        "valid_to": ends,
        "known_at": check_known(texts["known_at"], setting),
    }


def _check_kinds(texts: pa.Array) -> Field:
    kinds = one_of(plainly(texts), _KINDS, "unknown_kind")
    return Field(pc.fill_null(kinds.values, ""), kinds.faults | flagged(~filled(texts), "unknown_kind"))


_FORM = Form(HOLDERS, (*REQUIRED, *OPTIONAL), subject="subject", about="valid_from", check=_check_fields)
