"""A register and a provider's books of it with one dirty row in ten: the truth is known, and no code is shared with the simulation or with linking.

Hard on purpose: companies of one brand beside each other, one name in several cities, and codes that are a neighbour's or a sister's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from openmbi.core.tables import ENTERPRISES, HOLDERS

DIRTY = 0.10
CITIES = (
    "广州",
    "深圳",
    "珠海",
    "汕头",
    "佛山",
    "韶关",
    "湛江",
    "肇庆",
    "江门",
    "茂名",
    "惠州",
    "梅州",
    "汕尾",
    "河源",
    "阳江",
    "清远",
    "东莞",
    "中山",
    "潮州",
    "揭阳",
    "云浮",
)
ONE, TWO = "恒瑞嘉泽凯宏晟博泰润启天海金联华新东安永顺锦佳正德", "达丰源通盛隆远信鑫和立辉腾康成邦科奇锋拓兴业程亿升"
TRADES = (
    "电器",
    "电子",
    "五金",
    "化工",
    "塑料",
    "家具",
    "服装",
    "食品",
    "机械",
    "陶瓷",
    "纸业",
    "包装",
    "模具",
    "照明",
    "金属制品",
    "精密机械",
    "电子科技",
)
FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "实业有限公司", "集团有限公司")
ROADS = ("工业大道", "创业路", "科技路", "兴业路", "振兴路", "环城路")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SOUND_ALIKES = {
    "恒": "衡",
    "瑞": "锐",
    "嘉": "佳",
    "佳": "嘉",
    "鑫": "新",
    "新": "鑫",
    "达": "大",
    "丰": "锋",
    "源": "元",
    "泰": "太",
    "宏": "鸿",
    "盛": "胜",
}

Row = dict[str, object]


@dataclass(frozen=True)
class Books:
    """`register` (ENTERPRISES), `holders` (HOLDERS), whose each holder is (by subject), and what was done to it ("clean" in nine of ten)."""

    register: pa.Table
    holders: pa.Table
    truth: dict[str, str]
    noise: dict[str, str]


def draw_books(enterprises: int, seed: int) -> Books:
    """Draw a register, and a meter for each enterprise and a tenth of them once more."""
    rng = np.random.default_rng(seed)
    entries = _register(enterprises, rng)
    of = [*range(enterprises), *rng.integers(enterprises, size=enterprises // 10).tolist()]
    holders, truth, noise = [], {}, {}
    for number, row in enumerate(of):
        holder, subject = _clean(entries[row], number, row), f"m{number:07}"
        noise[subject] = "clean"
        if rng.random() < DIRTY:
            noise[subject] = str(rng.choice(list(NOISE)))
            NOISE[noise[subject]](Spot(holder, entries, row, rng))
        truth[subject] = str(entries[row]["enterprise"])
        holders.append(holder)
    return Books(
        pa.Table.from_pylist(entries, schema=ENTERPRISES), pa.Table.from_pylist(holders, schema=HOLDERS), truth, noise
    )


def _register(count: int, rng: np.random.Generator) -> list[Row]:
    rows: list[Row] = []
    for number in range(count):
        city = int(rng.integers(len(CITIES)))
        brand = str(rng.choice(list(ONE))) + str(rng.choice(list(TWO)))
        if rows and rng.random() < 0.1:  # a sister: the brand of the one before, mostly in its city
            before = rows[-1]
            brand, city = str(before["ownership"]), int(before["group_owner"]) if rng.random() < 0.8 else city  # type: ignore[call-overload]
        name = (
            str(rng.choice([f"{CITIES[city]}市", CITIES[city], "广东"]))
            + brand
            + str(rng.choice(TRADES))
            + str(rng.choice(FORMS))
        )
        place = f"44{city + 1:02}{int(rng.integers(1, 9)):02}"
        rows.append(
            {
                "enterprise": credit_code(place, number),
                "name": name,
                "place": place,
                "ownership": brand,
                "group_owner": str(city),
                "valid_from": date(2015, 1, 1),
                "row_no": number + 1,
            }
        )
    return rows


def credit_code(place: str, number: int) -> str:
    """Return a code with its right check digit."""
    body = f"91{place}MA{number:07}"
    rest = sum(ALPHABET.index(character) * pow(3, k, 31) for k, character in enumerate(body)) % 31
    return body + ALPHABET[-rest % 31]


def _clean(entry: Row, number: int, row: int) -> Row:
    return {
        "kind": "meter",
        "subject": f"m{number:07}",
        "enterprise": entry["enterprise"],
        "name": entry["name"],
        "address": f"{CITIES[int(str(entry['group_owner']))]}市{ROADS[row % len(ROADS)]}{row % 400 + 1}号",
        "place": entry["place"],
        "share": Decimal(1),
        "valid_from": date(2018, 1, 1),
        "row_no": number + 1,
    }


def _misspell(name: str, rng: np.random.Generator) -> str:
    """Return a name as somebody types it: a sound-alike, a letter lost, the place or the legal form left out, brackets, blanks, or only brand and trade."""
    kind = int(rng.integers(7))
    short = name.removeprefix("广东").replace("有限公司", "").replace("股份", "").replace("集团", "")
    spot = int(rng.integers(len(name) - 5))
    heard = "".join(SOUND_ALIKES.get(character, character) for character in name)
    return (
        heard,
        name[:spot] + name[spot + 1 :],
        short,
        name.replace("有限公司", "有限责任公司"),
        f"{name[:2]}（{name[2:4]}）{name[4:]}",
        " ".join(name),
        short[-4:],
    )[kind]


@dataclass(frozen=True)
class Spot:
    """A holder to be dirtied, the register, its true row there, and the dice."""

    holder: Row
    entries: list[Row]
    row: int
    rng: np.random.Generator


def _dirty_name(at: Spot) -> None:
    at.holder["name"] = _misspell(str(at.holder["name"]), at.rng)


def _no_code(at: Spot) -> None:
    at.holder["enterprise"] = None


def _mistyped_code(at: Spot) -> None:
    code, spot = str(at.holder["enterprise"]), int(at.rng.integers(17))
    if at.rng.random() < 0.3:
        at.holder["enterprise"] = code[:spot] + code[spot + 1] + code[spot] + code[spot + 2 :]
    else:
        at.holder["enterprise"] = code[:spot] + str(at.rng.choice(list(ALPHABET))) + code[spot + 1 :]


def _neighbours_code(at: Spot) -> None:
    city = at.entries[at.row]["group_owner"]
    near = [
        k
        for k in range(max(0, at.row - 400), min(len(at.entries), at.row + 400))
        if k != at.row and at.entries[k]["group_owner"] == city
    ]
    at.holder["enterprise"] = at.entries[int(at.rng.choice(near or [(at.row + 1) % len(at.entries)]))]["enterprise"]


def _sisters_code(at: Spot) -> None:
    sisters = [
        k
        for k in (at.row - 1, at.row + 1)
        if 0 <= k < len(at.entries) and at.entries[k]["ownership"] == at.entries[at.row]["ownership"]
    ]
    at.holder["enterprise"] = at.entries[sisters[0] if sisters else (at.row + 1) % len(at.entries)]["enterprise"]


def _no_code_and_dirty_name(at: Spot) -> None:
    _no_code(at)
    _dirty_name(at)


def _neighbours_code_and_dirty_name(at: Spot) -> None:
    _neighbours_code(at)
    _dirty_name(at)


def _address_alone(at: Spot) -> None:
    at.holder["enterprise"] = at.holder["name"] = None


NOISE: dict[str, Callable[[Spot], None]] = {
    "dirty name": _dirty_name,
    "no code": _no_code,
    "no code, dirty name": _no_code_and_dirty_name,
    "mistyped code": _mistyped_code,
    "neighbour's code": _neighbours_code,
    "sister's code": _sisters_code,
    "neighbour's code, dirty name": _neighbours_code_and_dirty_name,
    "address alone": _address_alone,
}
