"""The parameters that a run detects by: those declared for its newest day."""

from __future__ import annotations

from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.core.tables import Days
from openmbi.flow.in_force import InForce


def parameters_in_force(in_force: InForce, days: Days) -> DetectionParameters:
    """Return the parameters that are declared for the newest of the days (T,)."""
    declared = in_force.detection.in_force(days[-1].item())
    return DetectionParameters(**declared.model_dump(exclude={"valid_from", "citation"}))
