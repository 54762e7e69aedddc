"""The conditions that sentences of several parts have."""

from __future__ import annotations

from openmbi.core.language import Text

STEADY = Text("变动小于界限 steady_points", "the change is smaller than steady_points")
RISE = Text("上升且不小于界限 steady_points", "a rise of steady_points or more")
FALL = Text("下降且不小于界限 steady_points", "a fall of steady_points or more")
