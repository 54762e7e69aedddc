"""Who is who: an enterprise's display name, industry and weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.overview.figures import both, percent

_UNNAMED = Text("企业 {subject}", "Enterprise {subject}")


@dataclass(frozen=True)
class Roster:
    """Names, industries and weights (fractions of base) by subject; any may leave a subject out."""

    names: Mapping[str, str]
    industries: Mapping[str, Text]
    weights: Mapping[str, float]

    def weight(self, subject: str) -> float:
        """Return a subject's share of base; 0 for one that is not a member."""
        return self.weights.get(subject, 0.0)

    def entry(self, subject: str) -> dict[str, Any]:
        """Return what every table of the report says of an enterprise; `industry` is null where it is not known."""
        name, industry = self.names.get(subject), self.industries.get(subject)
        return {
            "subject": subject,
            "name": both(Text(name, name) if name else _UNNAMED.fill(subject=subject)),
            "industry": both(industry) if industry else None,
            "weight": percent(self.weight(subject)),
        }
