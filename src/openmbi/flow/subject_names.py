"""What the subjects of cases are called, as the newest run knew them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from openmbi.catalog.hierarchy import load_hierarchy
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.group_names import group_names
from openmbi.flow.roster import roster_as_of
from openmbi.store.runs import saved


def subject_names(bureau: Bureau) -> Callable[[Level, str], Text]:
    """Return what tells a subject's name by level and code; the code itself where nothing tells it. The register is read when it is first needed."""
    newest = next(reversed(saved(bureau.store, "runs")), None)
    if newest is None:
        return lambda _level, code: Text(code, code)
    as_of = newest.as_of
    enterprises = cache(lambda: roster_as_of(bureau, as_of, newest.pins["manifest"]).names)
    groups = group_names(
        load_hierarchy(bureau.catalog), bureau.settings.zone.text, as_of.astimezone(bureau.zone).date()
    )

    def name(level: Level, code: str) -> Text:
        if level is Level.ENTERPRISE:
            told = enterprises().get(code, code)
            return Text(told, told)
        try:
            return groups(level, code)
        except (KeyError, ValueError):  # the catalog no longer declares it
            return Text(code, code)

    return name
