"""Industries by GB/T 4754: section ⊃ division (two digits) ⊃ group (three digits) ⊃ class (four)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from openmbi.catalog.industries import IndustryList
from openmbi.catalog.loader import load_all
from openmbi.catalog.memberships import Link, link_table
from openmbi.core.language import Text
from openmbi.core.tables import Level

UNCLASSIFIED = "unclassified"


@dataclass(frozen=True)
class Industries:
    """The declared divisions and groups with their names. A code is taken with or without its section's letter: `C391`, `391`, `3911`."""

    names: Mapping[str, Text]

    def division_of(self, code: str) -> str:
        """Return the division of a code of two to four digits, such as `C39`; `unclassified` where it is not declared."""
        return self._letters.get(_digits(code)[:2], UNCLASSIFIED)

    def group_of(self, code: str) -> str:
        """Return the group of a code of two to four digits, such as `C391`; the division where the code tells no declared group; else `unclassified`."""
        return self._letters.get(_digits(code)[:3]) or self.division_of(code)

    def contains(self, whole: str, code: str) -> bool:
        """Say whether a code is, or lies in, another of any depth; a section is its letter. A code less deep than `whole` does not lie in it."""
        if len(whole) == 1:
            return self.division_of(code)[:1] == whole
        return bool(_digits(code)) and _digits(code).startswith(_digits(whole))

    def name(self, code: str) -> Text:
        """Return the name of a division or group; the code itself where it is not declared."""
        return self.names.get(code, Text(code, code))

    def divisions(self) -> tuple[str, ...]:
        """Return the codes of the divisions, sorted."""
        return tuple(code for digits, code in sorted(self._letters.items()) if len(digits) == 2)

    def groups(self) -> tuple[str, ...]:
        """Return the codes of the groups, sorted."""
        return tuple(code for digits, code in sorted(self._letters.items()) if len(digits) == 3)

    def links(self, level: Level, codes: Iterable[str] = ()) -> pa.Table:
        """Return the membership (`child`, `parent`, `valid_from`, `valid_to`) that leads up to a level, for `cells.roll_up`.

        INDUSTRY_GROUP: from the codes as registers write them (every declared one, and `codes`) to groups; INDUSTRY: from groups to divisions; ZONE: from
        divisions to sections. `unclassified` stays so. Every child has one parent. One edition of the standard is in force on all days.
        """
        declared = {*self._letters.values(), UNCLASSIFIED}
        if level is Level.INDUSTRY_GROUP:
            return link_table(Link(code, self.group_of(code)) for code in sorted({*declared, *codes}))
        if level is Level.INDUSTRY:
            return link_table(Link(code, self.division_of(code)) for code in sorted(declared))
        divisions = [*self.divisions(), UNCLASSIFIED]
        return link_table(Link(code, code[:1] if code != UNCLASSIFIED else code) for code in divisions)

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        """Declared codes by their digits."""
        return {_digits(code): code for code in self.names if _digits(code)}


def _digits(code: str) -> str:
    """Return the two to four digits of a code, without its letter; empty where it is no code."""
    digits = code[1:] if code[:1].isalpha() else code
    return digits if digits.isascii() and digits.isdigit() and 2 <= len(digits) <= 4 else ""


def load_industries(overlay: Path | None) -> Industries:
    """Read every declared list of industries.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong.
    """
    lists = load_all(IndustryList, "industries", overlay).values()
    return Industries({code: name.text() for listed in lists for code, name in listed.names().items()})
