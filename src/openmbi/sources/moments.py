"""Moments from texts: when the source knew a value, local time of the place unless the text has an offset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import MOMENT
from openmbi.sources.characters import plain
from openmbi.sources.contract import Contract
from openmbi.sources.reasons import Masks, flagged
from openmbi.sources.setting import Expression, Setting

_DAY = r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
_LOCAL = _DAY + r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?$"
_OFFSET = _DAY + r"[ T]\d{1,2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}(?::?\d{2})?)$"


@dataclass(frozen=True)
class Moments:
    """Moments (n,) in UTC without a zone, null where the file says nothing, and the reasons (n,) why a text is refused."""

    moments: pa.Array
    faults: Masks


def check_moments(texts: pa.Array, setting: Setting) -> Moments:
    """Read moments: `2024-01-06`, `2024-01-06 08:30[:00]`, `2024-01-06T08:30:00+08:00` or `…Z`; they may not be after now. A blank says nothing."""
    result = setting.evaluate(_read, texts)
    moments = _in_utc(result["local"], result["instant"], setting.zone.key)
    unreadable = moments.is_null().to_numpy(zero_copy_only=False) & ~result["blank"].to_numpy(zero_copy_only=False)
    now = np.datetime64(setting.now.astimezone(UTC).replace(tzinfo=None), "us")
    future = moments.to_numpy(zero_copy_only=False) > now
    return Moments(moments, flagged(unreadable, "unreadable_known_at") | flagged(future, "known_in_future"))


def _read(table: Expression, contract: Contract) -> Expression:  # noqa: ARG001
    text = plain(table.text)
    return table.select(
        local=_when(text, _LOCAL).try_cast("timestamp(6)"),
        instant=_when(text, _OFFSET).try_cast("timestamp('UTC', 6)"),
        blank=text == "",
    )


def starts_of_days(days: pa.Array, zone: str) -> pa.Array:
    """Return the first moments of local days, in UTC."""
    return _from_local(days.cast(MOMENT), zone)


def _when(text: Expression, form: str) -> Expression:
    return ibis.ifelse(text.re_search(form), text.replace("/", "-"), ibis.null("string"))


def _in_utc(local: pa.Array, instant: pa.Array, zone: str) -> pa.Array:
    return pc.coalesce(_from_local(local.cast(MOMENT), zone), instant.cast(pa.timestamp("us", "UTC")).cast(MOMENT))


def _from_local(local: pa.Array, zone: str) -> pa.Array:
    """A moment that the clock shows twice is the earlier one; one that it skips is the next that it shows."""
    instants = pc.assume_timezone(local, zone, ambiguous="earliest", nonexistent="latest")
    return instants.cast(pa.timestamp("us", "UTC")).cast(MOMENT)
