"""Why the light of a group has its colour, and how far few members can be trusted with it."""

from __future__ import annotations

from openmbi.catalog.lights import LightRule
from openmbi.core.language import Text
from openmbi.core.tables import Colour, GroupSeries, Lights
from openmbi.lights.reasons import reason_text

_FEW = Text(
    "；仅 {members} 家成员，一家企业即可左右", "; with {members} member(s) only, a single enterprise can move it"
)


def group_reason_text(lights: Lights, series: GroupSeries, group_index: int, rule: LightRule) -> Text:
    """Return the reason of a group's light on the last day, with the number of its members where they are few; `rule` made `lights` from `series`."""
    last = len(lights.days) - 1
    why = reason_text(lights, group_index, last, rule)
    members = int(series.members[group_index])
    judged = lights.colour[group_index, last] != Colour.NO_DATA
    few = rule.note_below_members is not None and members < rule.note_below_members
    return why + _FEW.fill(members=members) if judged and few else why
