"""A small province, drawn once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date

import pytest

from openmbi.simulation.province.parameters import ProvinceParameters
from openmbi.simulation.province.province import Province, draw_province, province_files, province_truth

SMALL = ProvinceParameters(seed=7, enterprises=150, days=430)


@pytest.fixture(scope="package")
def drawn() -> Province:
    return draw_province(SMALL)


@pytest.fixture(scope="package")
def files(drawn: Province) -> dict[str, bytes]:
    return dict(province_files(drawn))


@pytest.fixture(scope="package")
def truth_files(drawn: Province) -> dict[str, bytes]:
    return dict(province_truth(drawn))


@pytest.fixture(scope="package")
def truth(truth_files: dict[str, bytes]) -> dict:
    return json.loads(truth_files["truth.json"])


@pytest.fixture(scope="package")
def grid(files: dict[str, bytes]) -> dict[tuple[str, date], float | None]:
    """First reports by meter (or the sum 合计) and day; None for a blank cell."""
    cells = {}
    for name, content in files.items():
        if name.startswith("electricity/electricity_"):
            header, *rows = csv.reader(io.StringIO(content.decode("gbk")))
            for row in rows:
                day = date.fromisoformat(row[0])
                cells |= {(m, day): float(t) if t else None for m, t in zip(header[1:], row[1:], strict=True)}
    return cells


@pytest.fixture(scope="package")
def rows_of(files: dict[str, bytes]) -> Callable[..., list[dict[str, str]]]:
    """Rows of a text file by header."""

    def read(name: str, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(files[name].decode(encoding))))

    return read
