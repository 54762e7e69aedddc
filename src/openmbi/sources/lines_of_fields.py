"""Files in which a line says several things of one subject: texts by role, checked field by field, kept by role where a line is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import QUARANTINED, Flags
from openmbi.sources.block import CheckedBlock, joined
from openmbi.sources.fields import Field
from openmbi.sources.layout import Layout
from openmbi.sources.reasons import Masks, bit, masks_of
from openmbi.sources.rows import Numbers, Rows, quarantined, refused_lines
from openmbi.sources.setting import Setting

Texts = Mapping[str, pa.Array]
"""The texts (n,) of each role, without outer blanks; a column that the file has not is blank."""


@dataclass(frozen=True)
class Form:
    """A kind of line: the `schema` of what is accepted, the `roles` of its texts, the roles shown as `subject` and `about` (period) in quarantine, and
    `check`, which makes the fields of the schema, all but `row_no`.
    """

    schema: pa.Schema
    roles: tuple[str, ...]
    subject: str
    about: str
    check: Callable[[Texts, Setting], dict[str, Field]]


def check_lines(
    rows: Rows, layout: Layout, setting: Setting, form: Form, said: Mapping[str, str] | None = None
) -> CheckedBlock:
    """Check a block. `said`: texts of roles that hold for every line, such as the unit that a header states."""
    size = len(rows.row_no)
    texts = {role: pa.repeat((said or {}).get(role, ""), size) for role in form.roles}
    texts |= {role: rows.plain(layout.roles[role]) for role in form.roles if role in layout.roles}
    accepted, refused = _check_texts(texts, rows.row_no, setting, form)
    return CheckedBlock(accepted, joined([refused, refused_lines(rows.unread, 1)]), rows.bytes_done)


def recheck_lines(refused: pa.Table, setting: Setting, form: Form) -> CheckedBlock:
    """Check the fields kept in `raw` again; lines that could not be taken apart stay, and so does one whose `raw` holds no fields any more."""
    fields = [_fields(raw) for raw in refused["raw"].to_pylist()]
    whole_line = (masks_of(refused["reasons"]) & (bit("undecodable_text") | bit("wrong_number_of_fields"))) != 0
    stays = whole_line | np.array([found is None for found in fields], dtype=bool)
    stay = refused.filter(pa.array(stays)).select(QUARANTINED.names).cast(QUARANTINED)
    again = [found for found, waits in zip(fields, stays, strict=True) if found is not None and not waits]
    texts = {role: pa.array([_text(line.get(role)) for line in again], pa.string()) for role in form.roles}
    row_no = refused.filter(pa.array(~stays))["row_no"].to_numpy()
    accepted, still = _check_texts(texts, row_no, setting, form)
    return CheckedBlock(accepted, joined([stay, still]), 0)


def _fields(raw: str | None) -> dict[str, Any] | None:
    try:
        found = json.loads(raw or "")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _check_texts(texts: Texts, row_no: Numbers, setting: Setting, form: Form) -> tuple[pa.Table, pa.Table]:
    trimmed = {role: pc.utf8_trim_whitespace(column) for role, column in texts.items()}
    fields = form.check(trimmed, setting)
    faults = np.zeros(len(row_no), dtype=np.uint32)
    for field in fields.values():
        faults = faults | field.faults
    columns = {name: field.values for name, field in fields.items()} | {"row_no": pa.array(row_no)}
    return _accepted(columns, faults == 0, form.schema), _refused(texts, row_no, faults, form)


def _accepted(columns: Mapping[str, pa.Array], clean: Flags, schema: pa.Schema) -> pa.Table:
    keep = pa.array(clean)
    return pa.Table.from_arrays([columns[name].filter(keep) for name in schema.names], schema=schema)


def _refused(texts: Texts, row_no: Numbers, faults: Masks, form: Form) -> pa.Table:
    """Keep refused lines by field in `raw`, as JSON, so that they can be checked again without the header."""
    rows = np.flatnonzero(faults)
    shown = {role: column.take(pa.array(rows)).to_pylist() for role, column in texts.items()}
    lines = [dict(zip(shown, line, strict=True)) for line in zip(*shown.values(), strict=True)]
    return quarantined(
        row_no[rows],
        faults[rows],
        subject=pa.array(shown[form.subject], pa.string()),
        valid_at=pa.array(shown[form.about], pa.string()),
        known_at=pa.array(shown["known_at"], pa.string()),
        raw=pa.array([json.dumps(line, ensure_ascii=False) for line in lines], pa.string()),
    )
