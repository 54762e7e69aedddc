"""The ledger taken together in the ways that the page of quality shows: by light, month, stratum and season."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.quality.ledger import Pooled, ledger, pool, pool_by
from openmbi.alerts.quality.rate_beside import rate_beside
from openmbi.catalog.calendar import Calendar
from openmbi.core.language import Text
from openmbi.core.quality import Basis, Judged, LedgerLine
from openmbi.core.tables import Level
from openmbi.flow.false_discovery import Evidence
from openmbi.reports.province.levels import NAMES
from openmbi.reports.quality.inputs import FalseShare, LightLine, PartLine

FIRST, LAST = DetectionParameters().deep_festival
_FESTIVAL = Text("春节前 {before} 天至后 {after} 天", "{before} days before the lunar New Year to {after} after")
_OTHER = Text("其他时段", "other weeks")


def lights(lines: Sequence[LedgerLine]) -> tuple[LightLine, ...]:
    """Return the alerts of each basis, level and colour: groups before enterprises, red before yellow."""
    levels = list(Level)
    found = pool_by(lines, lambda line: (line.basis, line.level, line.colour))
    order = sorted(found, key=lambda key: (_place(key[0]), levels.index(key[1]), -key[2]))
    told = []
    for basis, level, colour in order:
        text = rate_beside([line for line in lines if line.basis is basis], level, colour).text
        told.append(LightLine(level, colour, _share(basis, found[basis, level, colour]), text))
    return tuple(told)


def months(lines: Sequence[LedgerLine]) -> tuple[PartLine, ...]:
    """Return the alerts of each basis and month, in order."""
    found = pool_by(
        sorted(lines, key=lambda line: (_place(line.basis), line.month)), lambda line: (line.basis, line.month)
    )
    return tuple(PartLine(Text(month, month), _share(basis, each)) for (basis, month), each in found.items())


def strata(lines: Sequence[LedgerLine], industry: Callable[[str], Text]) -> tuple[PartLine, ...]:
    """Return the alerts of each basis, level and stratum: those with most false ones first; `industry`: its name by code, the code where it has none."""
    found = pool_by(lines, lambda line: (line.basis, line.level, line.stratum))
    order = sorted(found, key=lambda key: (_place(key[0]), -found[key].false.part, -found[key].opened, key[1:]))
    return tuple(PartLine(_stratum(key[2], industry), _share(key[0], found[key])) for key in order)


def _stratum(code: str, industry: Callable[[str], Text]) -> Text:
    """Return a level by its name, an industry by code and name, and any other stratum as it is called."""
    if code in set(Level):
        return NAMES[Level(code)]
    bare, name = Text(code, code), industry(code)
    return bare if name == bare else Text(f"{code} ", f"{code} ") + name


def seasons(known: Evidence, calendar: Calendar, as_of: date) -> tuple[PartLine, ...]:
    """Return the alerts found around the Spring Festival and those of other weeks, by basis."""
    told = []
    for basis, judged in ((Basis.FEEDBACK, known.feedback), (Basis.REPLAY, known.replay)):
        near = _near(judged, calendar)
        for name, wanted in ((_FESTIVAL.fill(before=-FIRST, after=LAST), True), (_OTHER, False)):
            here = [one for one, is_near in zip(judged, near, strict=True) if is_near is wanted]
            pooled = pool(ledger(here, basis, as_of=as_of))
            told += [PartLine(name, _share(basis, pooled))] if pooled else []
    return tuple(told)


def _near(judged: Sequence[Judged], calendar: Calendar) -> list[bool]:
    """Say of each alert whether it was found in the days that detection treats as those of the festival."""
    if not judged:
        return []
    distance = calendar.days_from_new_year(np.array([one.alert.found_on for one in judged], "datetime64[D]"))
    return ((distance >= FIRST) & (distance <= LAST)).tolist()


def _place(basis: Basis) -> int:
    return list(Basis).index(basis)


def _share(basis: Basis, pooled: Pooled) -> FalseShare:
    return FalseShare(basis, pooled.false, pooled.unverified, pooled.first, pooled.last)
