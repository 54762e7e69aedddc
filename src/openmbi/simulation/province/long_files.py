"""Long Parquet files, one a month or quarter: freight by plate, persons on site and own generation by enterprise."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from openmbi.core.tables import Numbers
from openmbi.simulation.province.clock import Clock

DAY = "日期"


@dataclass(frozen=True)
class LongFeed:
    """`amounts` (k, T) of `subjects` (k,): whole numbers, `per_unit` of which are one unit, on the days `first` to `stop` (k,), `stop` not included.

    `months`: how many months a file holds.
    """

    name: str
    subject_header: str
    value_header: str
    subjects: Sequence[str]
    amounts: NDArray[np.int32]
    per_unit: int
    first: Numbers
    stop: Numbers
    months: int = 1


def long_files(feed: LongFeed, clock: Clock, until: int) -> Iterator[tuple[str, bytes]]:
    """Yield name/name_YYYYMM.parquet, named by its first month, a row for each subject and day; days from `until` on are not delivered."""
    for start in range(0, len(clock.months), feed.months):
        months = clock.months[start : start + feed.months]
        days = slice(months[0].first, min(months[-1].stop, until))
        if days.stop > days.start:
            name = f"{feed.name}/{feed.name}_{months[0].year}{months[0].month:02d}.parquet"
            yield name, parquet_file(_table(feed, days, clock))


def _table(feed: LongFeed, days: slice, clock: Clock) -> pa.Table:
    day = np.arange(days.start, days.stop)
    alive = (day >= feed.first[:, None]) & (day < feed.stop[:, None])
    subject, of_day = np.nonzero(alive)
    value = feed.amounts[:, days][alive]
    columns = {
        feed.subject_header: pa.DictionaryArray.from_arrays(
            subject.astype(np.int32), pa.array(feed.subjects, pa.string())
        ),
        DAY: pa.array(clock.days[day][of_day]),
        feed.value_header: pa.array(value / feed.per_unit if feed.per_unit > 1 else value),
    }
    return pa.table(columns)


def parquet_file(table: pa.Table) -> bytes:
    """Return a table as a Parquet file."""
    content = io.BytesIO()
    pq.write_table(table, content, compression="zstd", compression_level=1)
    return content.getvalue()
