"""How many periods before an event its first signal came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Flags, Floats, Numbers
from openmbi.index.signals.horizon import beginnings


@dataclass(frozen=True)
class LeadTimes:
    """Of e events: `begins` (e,) their first places; `lead` (e,) periods from the first signal within the horizon before, NaN where there was none."""

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
    """Return the lead of the first signal (T,) in the `horizon` periods before each event (T,); events at the first place cannot be foretold and are left
    out.
    """
    begins = beginnings(event)
    begins = begins[begins > 0]
    lead = np.full(len(begins), np.nan)
    for number, place in enumerate(begins):
        given = np.flatnonzero(signal[max(0, place - horizon) : place])
        if len(given):
            lead[number] = min(place, horizon) - given[0]
    return LeadTimes(begins, lead)
