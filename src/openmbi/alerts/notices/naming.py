"""What a notice calls the subject of a case: an enterprise by its name only where its owner's notices may name enterprises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from openmbi.core.cases import Case
from openmbi.core.language import Text
from openmbi.core.tables import Level

UNNAMED = Text("一家企业", "an enterprise")
BETWEEN = Text("，", ", ")


@dataclass(frozen=True)
class Naming:
    """How codes and moments are said: `group` by level and code, `enterprise` and `place` by code; `zone` is the time zone of the place."""

    group: Callable[[Level, str], Text]
    enterprise: Callable[[str], Text]
    place: Callable[[str], Text]
    zone: ZoneInfo

    def subject(self, case: Case, named: bool) -> Text:
        """Return what to call the subject of a case; an enterprise that must not be named is one of its place, and its industry is not told either."""
        if case.level is not Level.ENTERPRISE:
            return self.group(case.level, case.subject)
        name = self.enterprise(case.subject) if named else UNNAMED
        return name + BETWEEN + self.place(case.place) if case.place else name
