"""Splitting by prepared spans and one join, against a plain twin that looks at every reading and every link by itself."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import ibis
import numpy as np
import pyarrow as pa
import pytest

from openmbi.cells.attribute import attribute, unattributed
from openmbi.cells.splits import splits
from openmbi.core.tables import LINKS, VALUE

FIRST = date(2024, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]
STEP = Decimal("0.0001")


def drawn(seed: int) -> tuple[list[dict], list[dict]]:
    """Readings of meters, and links whose shares of a day sum to 1 at most."""
    rng = np.random.default_rng(seed)
    readings, links = [], []
    for number in range(int(rng.integers(1, 12))):
        subject = f"m{number}"
        for day in DAYS:
            if rng.random() < 0.9:
                status = "normal" if rng.random() < 0.8 else "zero_or_missing"
                value = Decimal(int(rng.integers(-(10**6), 10 ** int(rng.integers(2, 14))))) * STEP
                readings.append({"subject": subject, "valid_at": day, "value": value, "status": status})
        left = 10**8
        while left > 10 and rng.random() < 0.8:
            share = left if rng.random() < 0.4 else int(rng.integers(1, left))
            left -= share
            begins, ends = sorted(rng.integers(-3, len(DAYS) + 3, 2).tolist())
            links.append(
                {
                    "kind": "meter",
                    "subject": subject,
                    "enterprise": "ABCDE"[int(rng.integers(5))],
                    "share": Decimal(share).scaleb(-8),
                    "valid_from": FIRST + timedelta(days=begins),
                    "valid_to": FIRST + timedelta(days=ends) if rng.random() < 0.7 else None,
                    "basis": "code",
                }
            )
    return readings, links


def shares_on(links: list[dict], subject: str, day: date) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in links:
        if (
            row["subject"] == subject
            and row["valid_from"] <= day
            and (row["valid_to"] is None or day <= row["valid_to"])
        ):
            found[row["enterprise"]] += row["share"]
    return dict(sorted(found.items()))


def spelled_out(readings: list[dict], links: list[dict]) -> tuple[dict, dict]:
    """What each enterprise has on a day, and what of each meter is left."""
    parts: dict[tuple, list[tuple[str, Decimal]]] = defaultdict(list)
    left: dict[str, Decimal] = defaultdict(Decimal)
    for row in readings:
        given, cumulated = Decimal(0), Decimal(0)
        for enterprise, share in shares_on(links, row["subject"], row["valid_at"]).items():
            cumulated += share
            upto = (row["value"] * cumulated).quantize(STEP, ROUND_HALF_UP)
            parts[enterprise, row["valid_at"]].append((row["status"], upto - given))
            given = upto
        if row["status"] == "normal":
            left[row["subject"]] += row["value"] - given
    days = {}
    for (enterprise, day), found in parts.items():
        normal = [part for status, part in found if status == "normal"]
        counted = normal or [part for _, part in found]
        linked = len({row["subject"] for row in links if enterprise in shares_on(links, row["subject"], day)})
        days[enterprise, day] = sum(counted), "normal" if normal else "zero_or_missing", len(found), linked
    return days, {subject: value for subject, value in left.items() if value}


@pytest.mark.parametrize("seed", range(6))
def test_every_enterprise_has_on_every_day_what_the_twin_gives_it(seed):
    readings, links = drawn(seed)
    schema = pa.schema({"subject": pa.string(), "valid_at": pa.date32(), "value": VALUE, "status": pa.string()})
    observations = ibis.memtable(pa.Table.from_pylist(readings, schema=schema)).mutate(
        indicator=ibis.literal("use_kwh"), unit=ibis.literal("kWh")
    )
    spans = ibis.memtable(splits(pa.Table.from_pylist(links, schema=LINKS), "meter"))
    found = attribute(observations, spans).to_pyarrow().to_pylist()
    days, left = spelled_out(readings, links)
    assert len(found) == len(days)
    assert {
        (row["subject"], row["valid_at"]): (row["value"], row["status"], row["reported"], row["linked"])
        for row in found
    } == days
    rest = unattributed(observations, spans).to_pyarrow().to_pylist()
    assert {row["subject"]: row["value"] for row in rest if row["value"]} == left
