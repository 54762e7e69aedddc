"""Wide files: a column of days, a column for each subject, and perhaps a total that must equal the sum of the line. A blank cell is no observation."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import VALUE, Flags
from openmbi.sources.block import CheckedBlock, joined
from openmbi.sources.contract import Contract
from openmbi.sources.layout import Header, Layout, find_roles, places_of
from openmbi.sources.numbers import Values, check_numbers, units_of
from openmbi.sources.observations import Texts, check_observations, recheck_observations
from openmbi.sources.produced import Produced
from openmbi.sources.reasons import Masks, bit, flagged
from openmbi.sources.rows import Coded, Rows, refused_lines
from openmbi.sources.setting import Setting
from openmbi.sources.stated_unit import refuse_other_unit

PRODUCES = Produced.OBSERVATIONS
REQUIRED = ("valid_at",)
OPTIONAL = ("known_at", "checksum")
ROLES = frozenset({*REQUIRED, *OPTIONAL, "ignore"})


def lay_out(header: Header, contract: Contract) -> Layout:
    """Find the columns of a wide file: every column that plays no other role and is not ignored is a subject."""
    roles = find_roles(header, contract.columns, REQUIRED, OPTIONAL)
    if "checksum" in roles:
        refuse_other_unit(header, roles["checksum"], contract)
    left_out = {*roles.values(), *places_of(header, contract.columns.get("ignore", ()))}
    cells = tuple(place for place in range(len(header.names)) if place not in left_out)
    if not cells:
        raise _no_subjects(header)
    coded = frozenset(place for role, place in roles.items() if role != "checksum")
    return Layout(header, roles, cells=cells, coded=coded, observations=len(cells))


def check(rows: Rows, layout: Layout, setting: Setting) -> CheckedBlock:
    """Check one observation a cell that is not blank. Cells stand column after column: all days of the first subject, then of the second."""
    lines, subjects = len(rows.row_no), len(layout.cells)
    value = rows.cells(layout.cells)
    values = check_numbers(value, setting)
    names = pa.array([layout.header.names[place] for place in layout.cells], pa.string())
    texts = Texts(
        row_no=np.tile(rows.row_no, subjects),
        subject=Coded(np.repeat(np.arange(subjects, dtype=np.int32), lines), names),
        valid_at=_tiled(rows.coded(layout.roles["valid_at"]), subjects),
        value=value,
        known_at=_tiled(rows.coded(layout.roles["known_at"]), subjects) if "known_at" in layout.roles else None,
        faults=np.repeat(_repeated_names(layout), lines)
        | np.tile(_wrong_sums(rows, layout, values, setting), subjects),
    )
    accepted, refused = check_observations(*_without_blanks(texts, values), setting)
    return CheckedBlock(accepted, joined([refused, refused_lines(rows.unread, subjects)]), rows.bytes_done)


def _without_blanks(texts: Texts, values: Values) -> tuple[Texts, Values]:
    """Leave out the cells that hold nothing: a meter that was not read on a day has no observation, and the table leaves its place blank."""
    blank = values.faults == bit("missing_value")
    if not blank.any():
        return texts, values
    kept = ~blank
    mask = pa.array(kept)
    filled = Texts(
        row_no=texts.row_no[kept],
        subject=Coded(texts.subject.codes[kept], texts.subject.texts),
        valid_at=Coded(texts.valid_at.codes[kept], texts.valid_at.texts),
        value=texts.value.filter(mask),
        known_at=Coded(texts.known_at.codes[kept], texts.known_at.texts) if texts.known_at else None,
        faults=texts.faults[kept],
    )
    return filled, Values(values.values.filter(mask), values.faults[kept])


def recheck(refused: pa.Table, setting: Setting) -> CheckedBlock:
    """Check the texts kept in quarantine again."""
    return recheck_observations(refused, setting)


def _tiled(column: Coded, times: int) -> Coded:
    return Coded(np.tile(column.codes, times), column.texts)


def _repeated_names(layout: Layout) -> Masks:
    """Mark (subjects,) columns that share a name: which of them is right cannot be known."""
    names = [layout.header.names[place] for place in layout.cells]
    count = Counter(names)
    return flagged(np.array([count[name] > 1 for name in names]), "duplicate_key")


def _wrong_sums(rows: Rows, layout: Layout, values: Values, setting: Setting) -> Masks:
    """Mark (lines,) that do not add up to their total, blanks counting as nothing. A line with a cell that is no number cannot be judged."""
    lines = len(rows.row_no)
    if "checksum" not in layout.roles:
        return np.zeros(lines, dtype=np.uint32)
    total = check_numbers(rows.plain(layout.roles["checksum"]), setting).values
    unjudged = (
        (_nulls(values.values) & (values.faults != bit("missing_value"))).reshape(len(layout.cells), lines).any(axis=0)
    )
    sums = _units(values.values).reshape(len(layout.cells), lines).sum(axis=0)
    return flagged(((sums != _units(total)) | _nulls(total)) & ~unjudged, "checksum_mismatch")


def _nulls(values: pa.Array) -> Flags:
    return values.is_null().to_numpy(zero_copy_only=False)


def _units(values: pa.Array) -> NDArray[np.int64]:
    """Return decimals as integers of 0.0001, null as 0. Sums wrap beyond 2^63 of them on both sides alike, so equality stays exact."""
    return units_of(pc.fill_null(values, pa.scalar(0, VALUE)) if values.null_count else values)


def _no_subjects(header: Header) -> Problem:
    return Problem(
        "ingest.column-missing",
        Text("除日期外没有主体列", "there is no column of a subject beside the date"),
        Text(
            "宽表每个主体一列；一行一条记录的文件请用 meters_long",
            "a wide file has a column for each subject; use meters_long for one record a line",
        ),
        file=header.path,
        line=header.line or None,
    )
