"""Every sentence that the bulletin can say, with its condition: declared by part, found by code."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.reports.bulletin.wording import activity, groups_and_alerts, indices, public
from openmbi.reports.bulletin.wording.rule import Sentence

RULES = MappingProxyType({**activity.RULES, **indices.RULES, **groups_and_alerts.RULES, **public.RULES})
"""By code: part of the bulletin, and case."""


def say(code: str, **values: object) -> Sentence:
    """Return the sentence of a rule with its figures."""
    return Sentence(code, RULES[code].text.fill(**values))
