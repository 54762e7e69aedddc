"""Register files: one line says what an enterprise was from `valid_from` to `valid_to`, both included."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import ENTERPRISES, QUARANTINED, Flags
from openmbi.sources.block import CheckedBlock, joined
from openmbi.sources.contract import Contract
from openmbi.sources.dates import Dates, check_dates, read_dates
from openmbi.sources.enterprise_register.codes import Field, check_industries, check_places, check_sizes, kept
from openmbi.sources.enterprise_register.credit_code import check_credit_codes
from openmbi.sources.layout import Header, Layout, extra_columns, find_roles
from openmbi.sources.moments import check_moments
from openmbi.sources.reasons import Masks, bit, flagged, masks_of
from openmbi.sources.rows import Numbers, Rows, quarantined, refused_lines
from openmbi.sources.setting import Setting

REQUIRED = ("enterprise", "valid_from")
OPTIONAL = ("name", "place", "industry", "size_class", "ownership", "group_owner", "valid_to", "known_at")
ROLES = frozenset({*REQUIRED, *OPTIONAL, "ignore"})

Texts = Mapping[str, pa.Array]
"""The texts (n,) of each role, without outer blanks; a column that the file has not is blank."""


def lay_out(header: Header, contract: Contract) -> Layout:
    """Find the columns of a register; their order does not matter."""
    roles = find_roles(header, contract.columns, REQUIRED, OPTIONAL)
    return Layout(header, roles, extra_columns(header, roles, contract.columns.get("ignore", ())))


def check(rows: Rows, layout: Layout, setting: Setting) -> CheckedBlock:
    """Check one enterprise a line."""
    blank = pa.repeat("", len(rows.row_no))
    given = {role: rows.plain(layout.roles[role]) if role in layout.roles else blank for role in (*REQUIRED, *OPTIONAL)}
    accepted, refused = _check_texts(given, rows.row_no, setting)
    return CheckedBlock(accepted, joined([refused, refused_lines(rows.unread, 1)]), rows.bytes_done)


def recheck(refused: pa.Table, setting: Setting) -> CheckedBlock:
    """Check the fields kept in `raw` again; lines that could not be taken apart stay."""
    whole_line = (masks_of(refused["reasons"]) & (bit("undecodable_text") | bit("wrong_number_of_fields"))) != 0
    stay = refused.filter(pa.array(whole_line)).select(QUARANTINED.names).cast(QUARANTINED)
    again = refused.filter(pa.array(~whole_line))
    fields = [json.loads(raw) for raw in again["raw"].to_pylist()]
    given = {role: pa.array([row.get(role, "") for row in fields], pa.string()) for role in (*REQUIRED, *OPTIONAL)}
    accepted, still = _check_texts(given, again["row_no"].to_numpy(), setting)
    return CheckedBlock(accepted, joined([stay, still]), 0)


def _check_texts(given: Texts, row_no: Numbers, setting: Setting) -> tuple[pa.Table, pa.Table]:
    texts = {role: pc.utf8_trim_whitespace(column) for role, column in given.items()}
    fields = _check_fields(texts, setting)
    starts, ends = check_dates(texts["valid_from"], setting), _ends(texts["valid_to"], setting)
    moments = check_moments(texts["known_at"], setting)
    faults = starts.faults | ends.faults | moments.faults | _wrong_order(starts, ends)
    for field in fields.values():
        faults = faults | field.faults
    columns = {role: field.values for role, field in fields.items()}
    columns |= {
        "valid_from": starts.days,
        "valid_to": ends.days,
        "known_at": moments.moments,
        "row_no": pa.array(row_no),
    }
    return _accepted(columns, faults == 0), _refused(given, row_no, faults)


def _check_fields(texts: Texts, setting: Setting) -> dict[str, Field]:
    codes = {role: pc.utf8_normalize(texts[role], "NFKC") for role in ("enterprise", "place", "industry", "size_class")}
    return {
        "enterprise": _check_ids(codes["enterprise"], setting.contract),
        "place": check_places(codes["place"]),
        "industry": check_industries(codes["industry"]),
        "size_class": check_sizes(codes["size_class"]),
        **{role: kept(texts[role]) for role in ("name", "ownership", "group_owner")},
    }


def _check_ids(ids: pa.Array, contract: Contract) -> Field:
    blank = pc.equal(ids, "").to_numpy(zero_copy_only=False)
    missing = flagged(blank, "missing_subject")
    if contract.id == "own":
        return Field(ids, missing)
    codes = pc.utf8_upper(ids)
    return Field(codes, np.where(blank, missing, check_credit_codes(codes)))


def _ends(texts: pa.Array, setting: Setting) -> Dates:
    """Read last days: a blank is no end, and a day to come is allowed."""
    dates = read_dates(texts, setting)
    return Dates(dates.days, dates.faults & ~bit("missing_date"))


def _wrong_order(starts: Dates, ends: Dates) -> Masks:
    return flagged(_true(pc.less(ends.days, starts.days)), "ends_before_it_starts")


def _true(condition: pa.Array) -> Flags:
    return pc.fill_null(condition, False).to_numpy(zero_copy_only=False)


def _accepted(columns: Mapping[str, pa.Array], clean: Flags) -> pa.Table:
    keep = pa.array(clean)
    return pa.Table.from_arrays([columns[name].filter(keep) for name in ENTERPRISES.names], schema=ENTERPRISES)


def _refused(given: Texts, row_no: Numbers, faults: Masks) -> pa.Table:
    """Keep refused lines by field in `raw`, as JSON, so that they can be checked again without the header."""
    rows = np.flatnonzero(faults)
    texts = {role: column.take(pa.array(rows)).to_pylist() for role, column in given.items()}
    fields = [dict(zip(texts, line, strict=True)) for line in zip(*texts.values(), strict=True)]
    return quarantined(
        row_no[rows],
        faults[rows],
        subject=pa.array(texts["enterprise"], pa.string()),
        valid_at=pa.array(texts["valid_from"], pa.string()),
        known_at=pa.array(texts["known_at"], pa.string()),
        raw=pa.array([json.dumps(line, ensure_ascii=False) for line in fields], pa.string()),
    )
