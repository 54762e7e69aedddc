"""Every table operation gives the same values on DuckDB and on a local Spark: decimals, counts and days exactly, doubles to 1e-12."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import inspect
import math
import os
import pkgutil
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest

import openmbi.cells
from openmbi.cells.assign import assign
from openmbi.cells.attribute import attribute, unattributed
from openmbi.cells.coverage import coverage
from openmbi.cells.dated_links import link_on_day, overlapping
from openmbi.cells.panel import panel
from openmbi.cells.period_total import latest_complete_period, period_total
from openmbi.cells.rank_by import rank_by
from openmbi.cells.roll_up import roll_up
from openmbi.cells.same_sample import same_sample_growth
from openmbi.cells.share_of import share_of
from openmbi.cells.splits import splits
from openmbi.cells.total import total
from openmbi.cells.winsorise import winsorise
from openmbi.core.periods import Frequency, parse_period
from openmbi.core.tables import LINKS

pytestmark = [
    pytest.mark.spark,
    # pyspark leaves the sockets of its results to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]

Row = tuple[Any, ...]
Inputs = dict[str, pa.Table]
FIRST = date(2019, 12, 20)
WORDS = ["化工", "金属制品", "é", "e", "E", "", "a b", "‘'\"\\%", "𠮷", None]
EXACT = pa.decimal128(18, 4)


def random_inputs(size: int, seed: int) -> Inputs:
    """Return observations and what goes with them: nulls, sentinels, negatives, many groups, text of any script, the leap day."""
    draw = np.random.default_rng(seed)
    subjects = [f"企业{k:03}" if k % 3 else f"Co {k}" for k in range(1 + size // 40)]
    keys = draw.permutation(len(subjects) * 80)[:size]
    day = pa.array([FIRST + timedelta(days=int(key) % 80) for key in keys], pa.date32())
    observations = {
        "subject": pa.array([subjects[key // 80] for key in keys], pa.string()),
        "valid_at": day,
        "value": amounts(draw, size),
        "status": pa.array(draw.choice(["normal", "normal", "normal", "zero_or_missing"], size).tolist(), pa.string()),
        "indicator": pa.array(["use_kwh"] * size, pa.string()),
        "unit": pa.array(["kWh"] * size, pa.string()),
        "group": words(draw, size),
    }
    cells = {
        "place": pa.array([f"{k % 7}{'甲乙'[k % 2]}" if k % 9 else None for k in range(size)], pa.string()),
        "valid_at": day,
        "industry": words(draw, size),
        "value": pa.array(
            [None if draw.random() < 0.1 else amount for amount in amounts(draw, size).to_pylist()], EXACT
        ),
    }
    expected = {
        "subject": observations["subject"],
        "valid_at": day,
        "weight": amounts(draw, size),
        "group": words(draw, size),
    }
    return {
        "observations": pa.table(observations),
        "cells": pa.table(cells),
        "expected": pa.table(expected).slice(size // 5),
        "register": register(draw, subjects[: len(subjects) - 1] if size else []),
        "membership": membership(size),
        "splits": splits(links(draw, subjects if size else []), "meter"),
    }


def amounts(draw: np.random.Generator, size: int) -> pa.Array:
    """Return decimals from 0.0001 to 10¹¹, zeros, ties and negative ones among them."""
    units = (10 ** draw.uniform(0, 15, size)).astype(np.int64) * draw.choice([1, 1, 1, -1, 0], size)
    ties = draw.random(size) < 0.3
    units[ties] = draw.integers(0, 5, size)[ties] * 10_000
    return pa.array([Decimal(int(unit)).scaleb(-4) for unit in units], EXACT)


def words(draw: np.random.Generator, size: int) -> pa.Array:
    return pa.array([WORDS[k] for k in draw.integers(0, len(WORDS), size)], pa.string())


def register(draw: np.random.Generator, subjects: list[str]) -> pa.Table:
    """Return two stays of each subject, some with a gap between them, the last open or closed."""
    rows = []
    for subject in subjects:
        move = FIRST + timedelta(days=int(draw.integers(5, 60)))
        end = None if draw.random() < 0.5 else move + timedelta(days=20)
        rows.append((subject, FIRST, move - timedelta(days=int(draw.integers(1, 6))), "0甲", WORDS[draw.integers(10)]))
        rows.append((subject, move, end, "1乙", WORDS[draw.integers(10)]))
    fields = {
        "enterprise": pa.string(),
        "valid_from": pa.date32(),
        "valid_to": pa.date32(),
        "place": pa.string(),
        "industry": pa.string(),
    }
    return pa.table({name: pa.array([row[k] for row in rows], kind) for k, (name, kind) in enumerate(fields.items())})


def membership(size: int) -> pa.Table:
    """Return the parents of the places: one moves, one is listed twice, one has none."""
    turn = FIRST + timedelta(days=30)
    rows = [
        ("0甲", "东", FIRST, None),
        ("1乙", "东", FIRST, turn),
        ("1乙", "西", turn + timedelta(days=1), None),
        ("2甲", "西", FIRST, turn),
        ("2甲", "东", turn, None),
        ("3乙", "西", turn, None),
    ][: 6 if size else 0]
    fields = {"child": pa.string(), "parent": pa.string(), "valid_from": pa.date32(), "valid_to": pa.date32()}
    return pa.table({name: pa.array([row[k] for row in rows], kind) for k, (name, kind) in enumerate(fields.items())})


def links(draw: np.random.Generator, subjects: list[str]) -> pa.Table:
    """Return whose the subjects are: most one enterprise's, some shared by thirds that change on a day, some partly or for a time, some nobody's."""
    turn = FIRST + timedelta(days=int(draw.integers(20, 60)))
    rows = []
    for number, subject in enumerate(subjects):
        owner, other = f"甲{number % 37}", f"乙{number % 5}"
        shares = [(owner, "1"), (owner, "0.33333333"), (other, "0.66666667"), (owner, "0.25"), (other, "0.125")]
        spans = [(FIRST, None), (FIRST, turn), (turn, None), (FIRST, turn), (FIRST, None)]
        for which in [(0,), (1, 2), (1, 4), (), (3,), (2,), (0,)][number % 7]:
            (enterprise, share), (first, last) = shares[which], spans[which]
            rows.append(("meter", subject, enterprise, Decimal(share), first, last, "code"))
    return pa.table([pa.array([row[k] for row in rows], f.type) for k, f in enumerate(LINKS)], schema=LINKS)


INPUTS = {
    "empty": random_inputs(0, 1),
    "one": random_inputs(1, 2),
    "some": random_inputs(240, 3),
    "many": random_inputs(6000, 4),
}

JANUARY, FEBRUARY = parse_period("2020-01"), parse_period("2020-02")
Tables = dict[str, ir.Table]
Operation = Callable[..., Any]


@dataclass(frozen=True)
class Case:
    """One call of one operation on the tables of one engine."""

    operation: Operation
    call: Callable[[Tables], ir.Table]


def monthly(t: Tables) -> ir.Table:
    return period_total(t["observations"], Frequency.MONTHLY, by=["subject"])


OPERATIONS: dict[str, Case] = {
    "total by day": Case(total, lambda t: total(t["observations"], ["valid_at"])),
    "total by group and status": Case(total, lambda t: total(t["observations"], ["group", "status"])),
    "coverage": Case(
        coverage,
        lambda t: coverage(t["observations"], t["expected"], sentinel_is_reading=True, by=["group"]),
    ),
    "coverage without sentinels": Case(
        coverage,
        lambda t: coverage(t["observations"], t["expected"], sentinel_is_reading=False, by=["valid_at"]),
    ),
    "winsorise": Case(
        winsorise,
        lambda t: winsorise(t["observations"], lower=Decimal("0.05"), upper=Decimal("0.95"), by=["group"]),
    ),
    "same-sample growth": Case(
        same_sample_growth,
        lambda t: same_sample_growth(t["observations"], current=FEBRUARY, reference=JANUARY, minimum_valid_share=0.4),
    ),
    "same-sample growth by group": Case(
        same_sample_growth,
        lambda t: same_sample_growth(
            t["observations"], current=FEBRUARY, reference=JANUARY, minimum_valid_share=0.04, by=["group"]
        ),
    ),
    "assign": Case(assign, lambda t: assign(t["observations"], t["register"], ["place", "industry"])),
    "link on day": Case(link_on_day, lambda t: link_on_day(t["cells"], t["membership"], of="place", to="child")),
    "attribute": Case(attribute, lambda t: attribute(t["observations"], t["splits"])),
    "unattributed": Case(unattributed, lambda t: unattributed(t["observations"], t["splits"])),
    "overlapping": Case(overlapping, lambda t: overlapping(t["membership"], "child")),
    "roll up": Case(roll_up, lambda t: roll_up(t["cells"], t["membership"], level="place", by=["industry"])),
    **{
        f"period total {frequency.name.lower()}": Case(
            period_total, partial(lambda t, f: period_total(t["observations"], f, by=["group"]), f=frequency)
        )
        for frequency in Frequency
    },
    "latest complete period": Case(
        latest_complete_period, lambda t: latest_complete_period(monthly(t), by=["subject"])
    ),
    "share of": Case(share_of, lambda t: share_of(t["cells"], within=["industry"])),
    "share of all": Case(share_of, lambda t: share_of(t["cells"])),
    "rank by": Case(rank_by, lambda t: rank_by(t["cells"], within=["valid_at"])),
    "rank by all": Case(rank_by, lambda t: rank_by(t["cells"])),
}


@dataclass(frozen=True)
class Engine:
    """How a query's rows come out of one engine."""

    tables: dict[str, Tables]
    rows: Callable[[ir.Table], pa.Table]


@pytest.fixture(scope="module")
def duck() -> Iterator[Engine]:
    connection = ibis.duckdb.connect()
    for size, inputs in INPUTS.items():
        for name, table in inputs.items():
            connection.con.register(f"{size}_{name}", table)
    yield Engine(named(connection), lambda query: query.to_pyarrow())
    connection.disconnect()


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    need_spark()
    session = start(str(tmp_path_factory.mktemp("spark")))
    for size, inputs in INPUTS.items():
        for name, table in inputs.items():
            session.createDataFrame(table).createOrReplaceTempView(f"{size}_{name}")
    connection = ibis.pyspark.connect(session)
    yield Engine(named(connection), lambda query: session.sql(connection.compile(query)).toArrow())
    session.stop()
    gc.collect()  # its sockets, while their warnings are still let pass


def need_spark() -> None:
    """Skip where Spark cannot run; fail there in CI, which must compare."""
    missing = [] if importlib.util.find_spec("pyspark") else ["the extra: pip install 'openmbi[spark]'"]
    missing += [] if shutil.which("java") or os.environ.get("JAVA_HOME") else ["Java 17: openjdk-17-jre-headless"]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"CI compares the engines and lacks {' and '.join(missing)}")
    if missing:
        pytest.skip(f"no Spark to compare with; install {' and '.join(missing)}")


def start(folder: str) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415  an optional extra

    settings: dict[str, Any] = {
        "spark.driver.memory": "1g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": folder,
        "spark.local.dir": folder,
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master("local[2]").appName("openmbi differential tests")
    interrupt = signal.getsignal(signal.SIGINT)
    session = builder.config(map=settings).getOrCreate()
    signal.signal(signal.SIGINT, interrupt)  # Spark takes it over, also for the tests that come after
    return session


def named(connection: Any) -> dict[str, Tables]:
    return {size: {name: connection.table(f"{size}_{name}") for name in inputs} for size, inputs in INPUTS.items()}


def in_order(table: pa.Table) -> list[Row]:
    """Return the rows sorted by everything but doubles, which may differ in their last bits."""
    exact = [k for k, field in enumerate(table.schema) if not pa.types.is_floating(field.type)]
    rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return sorted(rows, key=lambda row: [(row[k] is not None, str(row[k])) for k in exact])


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return type(one) is type(other) and one == other


@pytest.mark.parametrize("size", INPUTS)
@pytest.mark.parametrize("case", OPERATIONS)
def test_an_operation_gives_the_same_on_both_engines(duck: Engine, spark: Engine, case: str, size: str):
    call = OPERATIONS[case].call
    expected, found = duck.rows(call(duck.tables[size])), spark.rows(call(spark.tables[size]))
    assert found.column_names == expected.column_names
    assert found.num_rows == expected.num_rows
    pairs = zip(in_order(expected), in_order(found), strict=True)
    assert [pair for pair in pairs if not all(map(same, *pair))] == []


# The way of pyspark and of Ibis from Spark to Arrow goes through pandas, by words that pandas 3 retires.
@pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")
@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")
def test_the_dense_panel_is_the_same_from_both_engines(duck: Engine, spark: Engine):
    window = {"indicator": "use_kwh", "unit": "kWh", "first": JANUARY.first, "last": FEBRUARY.last}
    expected, found = (panel(engine.tables["some"]["observations"], **window) for engine in (duck, spark))
    np.testing.assert_array_equal(found.subjects, expected.subjects)
    np.testing.assert_array_equal(found.reading, expected.reading)
    np.testing.assert_array_equal(found.value, expected.value)


def test_every_operation_is_compared():
    modules = [
        importlib.import_module(f"openmbi.cells.{found.name}") for found in pkgutil.iter_modules(openmbi.cells.__path__)
    ]
    public = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__ and returns_table(function)
    }
    assert public == {case.operation for case in OPERATIONS.values()}


def returns_table(function: Operation) -> bool:
    return inspect.get_annotations(function)["return"] == "ir.Table"
