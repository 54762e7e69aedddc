"""The rule that judges a level, and what a reader must know of all figures."""

from __future__ import annotations

from typing import Any

from openmbi.core.tables import Level
from openmbi.reports.overview.figures import both
from openmbi.reports.overview.rules import rule_in_force
from openmbi.reports.province.inputs import ProvinceInput


def rule_of(source: ProvinceInput, level: Level) -> dict[str, Any] | None:
    """Return the rule in force for a level's lights; null where none is given."""
    rule = source.rules.get(level)
    return rule_in_force(rule, source.about.palette, source.about.data_until) if rule else None


def notes_of(source: ProvinceInput) -> list[dict[str, str]]:
    """Return what the weights are, and the run's own notes."""
    weights = (source.weights_note,) if source.weights_note else ()
    return [both(note) for note in (*weights, *source.notes)]
