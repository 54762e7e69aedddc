"""Decisions of the review queue in the store: what a person said of a holder, as ordinary batches, so that an as-of and a release know them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import MOMENT, QUARANTINED
from openmbi.store.batch import Batch, Origin, utc
from openmbi.store.manifest import Entry
from openmbi.store.small_table import SmallTable, small_table_as_of
from openmbi.store.small_table_sink import sink_of
from openmbi.store.store import Store

DECISIONS = pa.schema(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("name", pa.string()),
        pa.field("valid_from", pa.date32(), nullable=False),
        pa.field("enterprise", pa.string()),
        pa.field("decided_by", pa.string(), nullable=False),
        pa.field("note", pa.string()),
        pa.field("decided_at", MOMENT, nullable=False),
    ]
)
"""What a person said of the holder (kind, subject, name, valid_from): `enterprise`, or none of them where it is null. `decided_at` in UTC."""

_ROWS = pa.schema([*DECISIONS, pa.field("known_at", MOMENT), pa.field("row_no", pa.int64(), nullable=False)])
_TABLE = SmallTable(
    role="decisions",
    schema=_ROWS,
    key=("kind", "subject", "name", "valid_from"),
    about="valid_from",
    subject="subject",
    dated=lambda day: cast(date, day),
)


def record_decisions(store: Store, rows: pa.Table, now: datetime) -> Entry:
    """Add decisions, (n,) rows of DECISIONS, as one batch of the kind `decision`. Each was known when it was taken, a later one stands instead of it.

    Raises
    ------
    Problem
        `review.decided-twice` where two rows are about one holder, `review.decided-in-future` where one was taken after now; nothing is recorded then.
        `store.busy` as `Store.writing`.
    """
    decided = rows.select(DECISIONS.names).cast(DECISIONS)
    _refuse_later(decided, now)
    numbered = decided.append_column(_ROWS.field("known_at"), decided["decided_at"])
    numbered = numbered.append_column(_ROWS.field("row_no"), pa.array(np.arange(1, decided.num_rows + 1)))
    origin = Origin("review", "decisions", "1", "decisions", "", lag_days=0, zone=ZoneInfo("UTC"))
    with store.writing(), Batch(store, origin, now, sink_of(_TABLE)) as batch:
        _refuse_repeated(decided)
        batch.add(numbered.cast(_ROWS), QUARANTINED.empty_table())
        return batch.commit(kind="decision")


def decisions_as_of(store: Store, moment: datetime | None, manifest: int | None = None) -> pa.Table:
    """Return the decisions as known at a moment (now, where None): DECISIONS, the latest of each holder."""
    return small_table_as_of(store, _TABLE, moment, manifest).select(DECISIONS.names).cast(DECISIONS)


def _refuse_later(decided: pa.Table, now: datetime) -> None:
    latest = pc.max(decided["decided_at"]).as_py()
    if latest and latest > utc(now):
        raise Problem(
            "review.decided-in-future",
            Text("决定时刻晚于现在：{moment}", "decided after now: {moment}").fill(
                moment=latest.replace(tzinfo=UTC).isoformat()
            ),
            Text("请改正决定时刻", "correct the moment of the decision"),
        )


def _refuse_repeated(decided: pa.Table) -> None:
    counts = decided.group_by(list(_TABLE.key)).aggregate([([], "count_all")])
    twice = counts.filter(pc.greater(counts["count_all"], 1))
    if twice.num_rows:
        row = twice.slice(0, 1).to_pylist()[0]
        raise Problem(
            "review.decided-twice",
            Text("同一户主有多个决定：{holder}", "several decisions on one holder: {holder}").fill(
                holder=f"{row['kind']} {row['subject']} {row['name'] or '–'} {row['valid_from']}"
            ),
            Text("只保留一个", "keep one of them"),
        )
