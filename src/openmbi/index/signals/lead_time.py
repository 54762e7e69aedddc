"""How many periods before an event its first signal came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Flags, Floats, Numbers
from openmbi.index.signals.horizon import beginnings


@dataclass(frozen=True)
class LeadTimes:
    """Of e events: `begins` (e,) their first places; `lead` (e,) periods from the first signal that counts to them, NaN where there was none."""

    begins: Numbers
    lead: Floats

    @property
    def called(self) -> int:
        """How many events had a signal."""
        return int(np.isfinite(self.lead).sum())

    @property
    def mean(self) -> float:
        """Mean lead of the events that had a signal; NaN where none had."""
        return float(self.lead[np.isfinite(self.lead)].mean()) if self.called else np.nan


def lead_times(signal: Flags, event: Flags, horizon: int) -> LeadTimes:
    """Return the lead of the first signal (T,) in the `horizon` periods before each event (T,).

    With a horizon of 0 the first signal inside the event counts, and its lead is 0 or, where it came later, negative. An event at the first place cannot be
    foretold and is left out.
    """
    begins = beginnings(event)
    begins = begins[begins > 0] if horizon else begins
    ends = np.flatnonzero(event & ~np.append(event[1:], False))[-len(begins) :] if len(begins) else begins
    lead = np.full(len(begins), np.nan)
    for number, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        first, last = (max(0, begin - horizon), begin) if horizon else (begin, end + 1)
        given = np.flatnonzero(signal[first:last])
        if len(given):
            lead[number] = begin - first - given[0]
    return LeadTimes(begins, lead)
