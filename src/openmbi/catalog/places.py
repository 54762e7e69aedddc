"""Administrative divisions by GB/T 2260: which place lies in which, on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

import pyarrow as pa
from pydantic import Field, model_validator

from openmbi.catalog.loader import Declaration, Name, load_all
from openmbi.catalog.memberships import Link, link_table
from openmbi.core.language import Text
from openmbi.core.tables import Level

Code = Annotated[str, Field(pattern=r"^\d{6}$")]
UNPLACED = "unplaced"
UNPLACED_NAME = Text("地区不明", "place unknown")


class Place(Declaration):
    """One division as it was from `valid_from` (null: always) to `valid_to` (included; null: until now); `successor`: the code that it was recoded to."""

    code: Code
    name: Name
    valid_from: date | None = None
    valid_to: date | None = None
    successor: Code | None = None

    @model_validator(mode="after")
    def _has_an_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from")
        if self.successor and not self.valid_to:
            raise ValueError("a place with a successor says its last day, valid_to")
        return self


class PlaceList(Declaration):
    """The divisions of one province, and what their codes rest on. A name that changed has an entry for each name, in the order of their days."""

    code: Code
    name: Name
    citation: Name
    places: Annotated[tuple[Place, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        codes = {place.code for place in self.places}
        for place in self.places:
            if place.successor and place.successor not in codes:
                raise ValueError(f"{place.code}: the successor {place.successor} is not declared")
            if place.code[:2] != self.code[:2]:
                raise ValueError(f"{place.code} does not lie in {self.code}")
            if not place.code.endswith("00") and f"{place.code[:4]}00" not in codes:
                raise ValueError(f"{place.code}: its city is not declared")
        for earlier, later in pairwise(sorted(self.places, key=_order)):
            if earlier.code == later.code and not _follows(earlier, later):
                raise ValueError(f"{later.code}: two entries are in force on one day")
        return self


def _order(place: Place) -> tuple[str, date]:
    return place.code, place.valid_from or date.min


def _follows(earlier: Place, later: Place) -> bool:
    return bool(earlier.valid_to and later.valid_from and earlier.valid_to < later.valid_from)


@dataclass(frozen=True)
class Places:
    """All declared divisions. Where a code tells less than is asked for, the deepest known division above it is given; where none is known, `unplaced`.

    The parent of a code is told by its digits, as GB/T 2260 does: a county that goes to another city gets another code.
    """

    places: tuple[Place, ...]

    def in_force(self, code: str, day: date) -> str:
        """Return the code that stands for a code on a day: its successor once it was recoded. One used before its first day, or unknown, stands for itself."""
        entry = self._entry(code, day)
        while entry and entry.successor and entry.valid_to and day > entry.valid_to:
            code, entry = entry.successor, self._entry(entry.successor, day)
        return code

    def county_of(self, code: str, day: date) -> str:
        """Return the county, district or county-level city on a day; the city where it has none (Dongguan, Zhongshan) or the code tells no known one."""
        now = self.in_force(code, day)
        return now if now in self._entries and not _is_province(now) else self.city_of(code, day)

    def city_of(self, code: str, day: date) -> str:
        """Return the city of a county, a city, or an unknown code below a known city, by its first four digits; `unplaced` where that city is not declared."""
        city = f"{self.in_force(code, day)[:4]}00"
        return city if city in self._entries and not _is_province(city) and len(code) == 6 else UNPLACED

    def parent_on(self, code: str, day: date) -> str | None:
        """Return the city of a county, the province of a city; None for a province or where no division above is declared."""
        now = self.in_force(code, day)
        if _is_province(now):
            return None
        above = f"{now[:2]}0000" if now.endswith("00") else f"{now[:4]}00"
        return above if above in self._entries else None

    def contains(self, whole: str, code: str, day: date) -> bool:
        """Say whether a place is, or lies in, another on a day. What lies in no declared city lies in no province."""
        city = self.city_of(code, day)
        return self.in_force(whole, day) in (code, self.county_of(code, day), city, self.parent_on(city, day))

    def name(self, code: str, day: date) -> Text:
        """Return the name that a place had on a day; the code itself where it is not declared."""
        if code == UNPLACED:
            return UNPLACED_NAME
        entry = self._entry(code, day)
        return entry.name.text() if entry else Text(code, code)

    def cities(self, day: date) -> tuple[str, ...]:
        """Return the codes of the cities in force on a day, sorted."""
        return tuple(c for c in sorted(self._entries) if c[4:] == "00" and not _is_province(c) and self._stands(c, day))

    def counties(self, day: date) -> tuple[str, ...]:
        """Return the codes of the county-level divisions in force on a day, sorted; cities without counties are not among them."""
        return tuple(c for c in sorted(self._entries) if not c.endswith("00") and self._stands(c, day))

    @cached_property
    def recoding_days(self) -> tuple[date, ...]:
        """The first days on which some code stands for another, sorted."""
        ends = {place.valid_to for place in self.places if place.successor and place.valid_to}
        return tuple(sorted(date.fromordinal(last.toordinal() + 1) for last in ends))

    def links(self, level: Level, codes: Iterable[str] = ()) -> pa.Table:
        """Return the membership (`child`, `parent`, `valid_from`, `valid_to`) that leads up to a level, for `cells.roll_up`.

        COUNTY: from the codes as registers write them (every declared one, and `codes`) to the county in force; CITY: from counties to cities; ZONE: from
        cities to the province. `unplaced` stays `unplaced`. Every child has a parent on every day, and one only.
        """
        if level is Level.COUNTY:
            return link_table(self._recodings({*self._entries, *codes}))
        if level is Level.CITY:
            return link_table(Link(county, self.city_of(county, date.max)) for county in self._groups())
        cities = [code for code in self._groups() if code == UNPLACED or code.endswith("00")]
        return link_table(Link(city, self.parent_on(city, date.max) or UNPLACED) for city in cities)

    def _groups(self) -> list[str]:
        return [*sorted(code for code in self._entries if not _is_province(code)), UNPLACED]

    def _recodings(self, codes: Iterable[str]) -> Iterable[Link]:
        starts = [None, *self.recoding_days]
        for code in sorted({*codes, UNPLACED}):
            last = None
            for start in starts:
                group = self.county_of(code, start or date.min)
                if group != last:
                    yield Link(code, group, start)
                last = group

    def _stands(self, code: str, day: date) -> bool:
        return any((p.valid_from or date.min) <= day <= (p.valid_to or date.max) for p in self._entries[code])

    def _entry(self, code: str, day: date) -> Place | None:
        """Return the latest entry that begins by a day; the first one before that."""
        entries = self._entries.get(code, ())
        begun = [place for place in entries if (place.valid_from or date.min) <= day]
        return begun[-1] if begun else entries[0] if entries else None

    @cached_property
    def _entries(self) -> Mapping[str, tuple[Place, ...]]:
        ordered = sorted(self.places, key=_order)
        return {code: tuple(p for p in ordered if p.code == code) for code in dict.fromkeys(p.code for p in ordered)}


def _is_province(code: str) -> bool:
    return code.endswith("0000")


def load_places(overlay: Path | None) -> Places:
    """Read every declared list of divisions; a bureau's own file of a province stands instead of ours.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong.
    """
    return Places(tuple(place for each in load_all(PlaceList, "places", overlay).values() for place in each.places))
