"""What was known of US manufacturing on the eve of each release of industrial production: real vintages of FRED-MD, masked by the calendar of releases.

The vintage of month v is the state of things at the end of v: its newest industrial production is that of v − 1, released (G.17) about the 15th to the 17th
of v. A forecast of that figure may use from vintage v only series of `WHITELIST`; every other series, production and capacity of all past months among them,
is taken from vintage v − 1, the end of the month before. So neither the month itself nor the revisions that come out with it are known.

One vintage (2023-11) writes 1959–1975 as 2059–2075: dates after the vintage are read a century earlier. Vintages 2024-04 to 2026-01 are not there: a month
whose preceding vintage is missing is not forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from openmbi.core.tables import Days, Floats

PARQUET = Path("fredmd_vintages") / "fredmd_mfg_subset_long.parquet"
TARGET = "IPMANSICS"
FIRST_MONTH = np.datetime64("1959-01", "M")
CENTURY = 1200  # months
EVE = 13  # day of the month; the earliest release of industrial production is later, the latest employment report earlier but for 2013-10 (before, too)

JOBS = "Employment Situation (BLS), first or second Friday, always before G.17: hours and jobs of the month are inputs of G.17"
MARKETS = "H.15 (Federal Reserve) and markets: every day; the monthly mean is known on the first business day"
CLAIMS = "unemployment insurance weekly claims: every Thursday; the last week of a month is out by the 8th"
OIL = "spot price: every day; the monthly mean is known on the first business days"

WHITELIST: dict[str, str] = (
    dict.fromkeys(("AWHMAN", "AWOTMAN", "CES0600000007", "MANEMP", "DMANEMP", "NDMANEMP", "PAYEMS", "USGOOD", "USCONS", "UNRATE"), JOBS)
    | dict.fromkeys(("CES0600000008", "CES3000000008"), JOBS)
    | dict.fromkeys(("GS10", "TB3MS", "FEDFUNDS", "AAA", "BAA", "T10YFFM", "BAAFFM"), MARKETS)
    | {"CLAIMSx": CLAIMS, "OILPRICEx": OIL}
)  # fmt: skip

MASKED: dict[str, str] = (
    dict.fromkeys(
        ("INDPRO", "IPMANSICS", "CUMFNS", "IPFINAL", "IPFPNSS", "IPMAT", "IPDMAT", "IPNMAT", "IPFUELS", "IPB51222S"),
        "G.17 itself: production and capacity",
    )
    | dict.fromkeys(("HOUST", "PERMIT"), "new residential construction: about the 16th to the 19th, the day of G.17 or after")
    | {"RETAILx": "advance retail sales: about the 13th to the 16th, often the day of G.17"}
    | dict.fromkeys(("PPICMM", "WPSFD49207", "WPSID61"), "producer prices: about the 11th to the 17th, at times the day of G.17 or after")
    | dict.fromkeys(("AMDMNOx", "AMDMUOx", "ANDENOx", "ACOGNO"), "M3 orders: advance report about the 26th, after G.17")
    | dict.fromkeys(("BUSINVx", "ISRATIOx", "CMRMTSPLx"), "business inventories and sales: the middle of the second month after")
    | {"M2SL": "H.6: the second to fourth week", "BUSLOANS": "H.8: Fridays of the second week; not always before G.17"}
    | {"HWI": "composite of vacancies: one to two months later"}
    | dict.fromkeys(("NAPM", "NAPMEI", "NAPMII", "NAPMNOI", "NAPMPI"), "ISM: out before, but only vintages 2015-01 to 2016-05 hold it: too few")
)  # fmt: skip


@dataclass(frozen=True)
class Vintages:
    """`value` (V, n, T): levels of series (n,) in months (T,) as vintages (V,) hold them, NaN where they do not."""

    vintages: np.ndarray
    series: tuple[str, ...]
    months: np.ndarray
    value: Floats

    def place(self, vintage: np.datetime64) -> int | None:
        """Return the row of a vintage, None where there is none."""
        found = np.flatnonzero(self.vintages == vintage)
        return int(found[0]) if len(found) else None

    def judged(self) -> list[np.datetime64]:
        """Return the vintages whose first print can be forecast: those that have the vintage of the month before."""
        return [one for one in self.vintages if self.place(one - 1) is not None]

    def known(self, vintage: np.datetime64) -> dict[str, Floats]:
        """Return levels (T,) of every series as known on the eve of the release in a month: the mask that this module is about."""
        now, before = self.place(vintage), self.place(vintage - 1)
        assert now is not None
        assert before is not None
        return {name: self.value[now if name in WHITELIST else before, row] for row, name in enumerate(self.series)}

    def first_print(self, vintage: np.datetime64) -> float:
        """Return the growth of production in the month before a vintage, in per cent over the month before that, as that vintage has it."""
        place, month = self.place(vintage), int((vintage - 1 - FIRST_MONTH).astype(int))
        assert place is not None
        level = self.value[place, self.series.index(TARGET)]
        return float(100 * (level[month] / level[month - 1] - 1))


def read_vintages(folder: Path) -> Vintages:
    """Read every vintage; months after a vintage stand a century too late."""
    table = pq.read_table(folder / PARQUET)
    vintages, rows = _codes(table["vintage"])
    names, columns = _codes(table["series"])
    vintages = vintages.astype("datetime64[M]")
    month = table["date"].to_numpy().astype("datetime64[M]")
    month = np.where(month > vintages[rows], month - CENTURY, month)
    place = (month - FIRST_MONTH).astype(int)
    value = np.full((len(vintages), len(names), int((vintages[-1] - FIRST_MONTH).astype(int)) + 1), np.nan)
    value[rows, columns, place] = table["value"].to_numpy(zero_copy_only=False)
    return Vintages(vintages, tuple(names.tolist()), FIRST_MONTH + np.arange(value.shape[2]), value)


def _codes(column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Return the different texts of a column, sorted, and the place of each row's among them."""
    encoded = column.unify_dictionaries().combine_chunks()
    code, texts = encoded.indices.to_numpy(), np.array(encoded.dictionary.to_pylist())
    used = np.flatnonzero(np.bincount(code))
    used = used[np.argsort(texts[used])]
    place = np.zeros(len(texts), np.intp)
    place[used] = np.arange(len(used))
    return texts[used], place[code]


def first_days(months: np.ndarray) -> Days:
    """Return the first days of months."""
    return months.astype("datetime64[D]")


def eve(vintage: np.datetime64) -> date:
    """Return the day whose knowledge a forecast of the release in a month rests on."""
    return date.fromisoformat(f"{vintage}-{EVE:02d}")
