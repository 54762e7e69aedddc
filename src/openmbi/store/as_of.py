"""What was known at a moment."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from openmbi.store.batch import utc
from openmbi.store.manifest import entries
from openmbi.store.store import Store
from openmbi.store.versions import KEY, latest, read, stored_files


def as_of(store: Store, *, source: str, indicator: str, moment: datetime, manifest: int | None = None) -> ir.Table:
    """Return the version of each observation that was in force at a moment, as an Ibis table of `core.tables.OBSERVATIONS`.

    Only keys that were ever revised are compared; the rest is read straight from the first versions. `moment` carries a zone; `manifest` pins what the
    store held (the newest, where None).
    """
    base_files, rev_files = stored_files(store, source, indicator, manifest=manifest)
    known = ibis.literal(utc(moment))
    base = read(store, base_files).filter(ibis._.known_at <= known)
    if not rev_files:
        return base
    revisions = read(store, rev_files)
    touched = revisions.select(KEY).distinct()
    versions = ibis.union(base.semi_join(touched, KEY), revisions.filter(ibis._.known_at <= known))
    return ibis.union(base.anti_join(touched, KEY), latest(versions))


def versions_of(store: Store, *, source: str, indicator: str, subject: str) -> ir.Table:
    """Return every version of a subject's observations, in the total order of versions within each key."""
    base_files, rev_files = stored_files(store, source, indicator)
    rows = read(store, base_files + rev_files)
    return rows.filter(rows.subject == subject).order_by("valid_at", "known_at", "batch_id", "row_no")


def is_real_time(store: Store, moment: datetime, manifest: int | None = None) -> bool:
    """Return whether what was known at a moment had also been recorded by then; where not, the as-of is pseudo-real-time."""
    known = utc(moment).isoformat()
    return not any(
        stored.known_from is not None and stored.known_from <= known and utc(entry.recorded_at) > utc(moment)
        for entry in entries(store, manifest)
        for stored in entry.files
    )
