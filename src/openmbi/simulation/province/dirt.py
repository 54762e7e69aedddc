"""What is wrong in the customer lists of others: missing and mistyped codes, names written in another way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openmbi.simulation.province.names import SECOND

_DIGITS = "0123456789"
_SWAP = dict(zip("恒瑞嘉泽凯宏晟博泰润启天海金联华新东安永", "衡锐佳择楷弘盛搏太闰起添每今连花欣冬按勇", strict=True))
OLD_NAME_TAILS = ("厂", "实业有限公司", "有限公司")


class Dirt(StrEnum):
    """What is wrong with a row of a customer list."""

    CLEAN = "clean"
    CODE_MISSING = "code_missing"
    CODE_MISTYPED = "code_mistyped"
    FULL_WIDTH = "full_width"
    FORM_MISSING = "form_missing"
    PLACE_ABBREVIATED = "place_abbreviated"
    ONE_CHARACTER = "one_character"
    OLD_NAME = "old_name"
    BRANCH = "branch"


SHARES = {
    Dirt.CODE_MISSING: 0.030, Dirt.CODE_MISTYPED: 0.015, Dirt.FULL_WIDTH: 0.010, Dirt.FORM_MISSING: 0.012, Dirt.PLACE_ABBREVIATED: 0.012,
    Dirt.ONE_CHARACTER: 0.010, Dirt.OLD_NAME: 0.006, Dirt.BRANCH: 0.005,
}  # fmt: skip
"""Of all rows; the rest is clean. Where the name is written in another way, the code is missing as well."""


@dataclass(frozen=True)
class Written:
    """What a list says of an enterprise: code (may be blank or wrong) and name."""

    code: str
    name: str


def draw_dirt(count: int, rng: np.random.Generator) -> list[Dirt]:
    """Draw what is wrong with each of so many rows."""
    kinds = [Dirt.CLEAN, *SHARES]
    shares = [1 - sum(SHARES.values()), *SHARES.values()]
    return [kinds[k] for k in rng.choice(len(kinds), count, p=shares).tolist()]


def written(dirt: Dirt, code: str, name: str, county: str, rng: np.random.Generator) -> Written:
    """Return how a list with this fault writes an enterprise; `county` as in 顺德区."""
    if dirt is Dirt.CLEAN:
        return Written(code, name)
    if dirt is Dirt.CODE_MISTYPED:
        return Written(_mistyped(code, rng), name)
    return Written("", _name_written(dirt, name, county, rng))


def _name_written(dirt: Dirt, name: str, county: str, rng: np.random.Generator) -> str:
    match dirt:
        case Dirt.FULL_WIDTH:
            name = _other_width(name)
        case Dirt.FORM_MISSING:
            name = name.removesuffix("有限公司").removesuffix("股份")
        case Dirt.PLACE_ABBREVIATED:
            name = _abbreviated(name)
        case Dirt.ONE_CHARACTER:
            name = _one_wrong(name, rng)
        case Dirt.OLD_NAME:
            name = _renamed(name, rng)
        case Dirt.BRANCH:
            name += f"{county.rstrip('区县市')}分公司"
    return name


def _mistyped(code: str, rng: np.random.Generator) -> str:
    """Change one digit of the organisation's part; the check character then says so."""
    place = int(rng.choice([k for k in range(8, 16) if code[k] in _DIGITS]))
    other = _DIGITS[(int(code[place]) + int(rng.integers(1, 10))) % 10]
    return code[:place] + other + code[place + 1 :]


def _other_width(name: str) -> str:
    """Write brackets half-width, or where there are none put a blank before the company's form, as lists padded by hand have it."""
    narrow = name.replace("（", "(").replace("）", ")")
    return narrow if narrow != name else name.replace("有限公司", "　有限公司")


def _abbreviated(name: str) -> str:
    return name[2:] if name.startswith("广东") else name.replace("市", "", 1) if "市" in name[:4] else f"广东省{name}"


def _one_wrong(name: str, rng: np.random.Generator) -> str:
    """Put a character that sounds or looks alike in the place of one of the brand; where none is known, another syllable."""
    places = [k for k, character in enumerate(name) if character in _SWAP and k >= 2]
    if places:
        place = int(rng.choice(places))
        return name[:place] + _SWAP[name[place]] + name[place + 1 :]
    place = min(4, len(name) - 5)
    return name[:place] + SECOND[int(rng.integers(len(SECOND)))] + name[place + 1 :]


def _renamed(name: str, rng: np.random.Generator) -> str:
    """Return a name of before: another brand at the same place, and perhaps another form."""
    start = 3 if "市" in name[:3] else 2
    brand = SECOND[int(rng.integers(len(SECOND)))] + SECOND[int(rng.integers(len(SECOND)))]
    base = name.removesuffix("有限公司")
    return base[:start] + brand + base[start + 2 :] + OLD_NAME_TAILS[int(rng.integers(len(OLD_NAME_TAILS)))]
