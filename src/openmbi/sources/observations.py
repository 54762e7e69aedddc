"""Observations of a block as texts, checked: what is accepted, and what is refused with every reason. Long and wide files meet here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from openmbi.core.tables import ACCEPTED, MOMENT, QUARANTINED, VALUE, ObservationStatus
from openmbi.sources.block import CheckedBlock, joined
from openmbi.sources.contract import Contract
from openmbi.sources.dates import check_dates
from openmbi.sources.moments import check_moments, starts_of_days
from openmbi.sources.numbers import Values, check_numbers, in_store_unit
from openmbi.sources.reasons import Masks, bit, flagged, masks_of
from openmbi.sources.rows import Coded, Numbers, coded, quarantined, without_nulls
from openmbi.sources.setting import Setting
from openmbi.sources.subjects import check_subjects


@dataclass(frozen=True)
class Texts:
    """Observations (n,) as texts. `faults` (n,) is what is known against them already, such as a checksum."""

    row_no: Numbers
    subject: Coded
    valid_at: Coded
    value: pa.Array
    known_at: Coded | None
    faults: Masks


def check_observations(texts: Texts, values: Values, setting: Setting) -> tuple[pa.Table, pa.Table]:
    """Return what is accepted (ACCEPTED) and what is refused (QUARANTINED); every observation is in one of them."""
    subjects = check_subjects(texts.subject.texts, setting)
    dates = check_dates(texts.valid_at.texts, setting)
    faults = texts.faults | values.faults | subjects.faults[texts.subject.codes] | dates.faults[texts.valid_at.codes]
    columns = {
        "subject": _taken(subjects.names, texts.subject.codes),
        "valid_at": _taken(dates.days, texts.valid_at.codes),
        "value": values.values,
        "row_no": pa.array(texts.row_no),
    }
    if texts.known_at:
        moments = check_moments(texts.known_at.texts, setting)
        columns["known_at"] = _taken(moments.moments, texts.known_at.codes)
        faults = faults | moments.faults[texts.known_at.codes]
        faults = faults | _known_too_early(columns["known_at"], columns["valid_at"], setting)
    return _accepted(columns, faults == 0, setting), _refused(texts, faults)


def _taken(distinct: pa.Array, codes: NDArray[np.int32]) -> pa.Array:
    return distinct.take(pa.array(codes))


def _known_too_early(known: pa.Array, days: pa.Array, setting: Setting) -> Masks:
    early = pc.less(known, starts_of_days(days, setting.zone.key))
    return flagged(pc.fill_null(early, False).to_numpy(zero_copy_only=False), "known_before_period")


def _accepted(columns: dict[str, pa.Array], clean: NDArray[np.bool_], setting: Setting) -> pa.Table:
    if not clean.all():
        keep = pa.array(clean)
        columns = {name: column.filter(keep) for name, column in columns.items()}
    count = len(columns["value"])
    columns.setdefault("known_at", pa.nulls(count, MOMENT))
    columns["status"] = _status(columns["value"], setting)
    return pa.Table.from_arrays([columns[name] for name in ACCEPTED.names], schema=ACCEPTED)


def _status(values: pa.Array, setting: Setting) -> pa.Array:
    normal = pa.scalar(ObservationStatus.NORMAL.value)
    status = pa.repeat(normal, len(values))
    for sentinel in setting.contract.sentinels:
        stored = pa.scalar(in_store_unit(sentinel.value, setting.contract), VALUE)
        status = pc.if_else(pc.equal(values, stored), pa.scalar(sentinel.means.value), status)
    return status


def _refused(texts: Texts, faults: Masks) -> pa.Table:
    rows = np.flatnonzero(faults)
    if not len(rows):
        return QUARANTINED.empty_table()
    kept = {
        "subject": texts.subject.of(rows),
        "valid_at": texts.valid_at.of(rows),
        "value": texts.value.take(pa.array(rows)),
    }
    if texts.known_at:
        kept["known_at"] = texts.known_at.of(rows)
    return quarantined(texts.row_no[rows], faults[rows], **kept)


def recheck_observations(refused: pa.Table, setting: Setting) -> CheckedBlock:
    """Check the texts kept in quarantine again. Lines that could not be taken apart stay; so do those that do not add up or are in another unit, while
    the contract has a column that says so.
    """
    whole_line = pc.fill_null(pc.not_equal(refused["raw"], ""), False)
    stay = refused.filter(whole_line).select(QUARANTINED.names).cast(QUARANTINED)
    accepted, again = _check_again(refused.filter(pc.invert(whole_line)).combine_chunks(), setting)
    return CheckedBlock(accepted, joined([stay, again]), 0)


def _check_again(refused: pa.Table, setting: Setting) -> tuple[pa.Table, pa.Table]:
    texts = {name: without_nulls(_array(refused[name])) for name in ("subject", "valid_at", "value", "known_at")}
    kept = _found_in_other_columns(setting.contract)
    observations = Texts(
        row_no=_array(refused["row_no"]).to_numpy(),
        subject=coded(texts["subject"]),
        valid_at=coded(texts["valid_at"]),
        value=texts["value"],
        known_at=coded(texts["known_at"]),
        faults=masks_of(refused["reasons"]) & kept,
    )
    return check_observations(observations, check_numbers(texts["value"], setting), setting)


def _found_in_other_columns(contract: Contract) -> np.uint32:
    """Return the reasons that the kept texts cannot show again."""
    bits = [bit(code) for role, code in _SHOWN_BY.items() if contract.columns.get(role)]
    return np.bitwise_or.reduce(np.array(bits, dtype=np.uint32))


_SHOWN_BY = {"checksum": "checksum_mismatch", "unit": "other_unit"}


def _array(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
