import csv
import os
from pathlib import Path

import pytest

from openmbi.catalog.industries import IndustryList
from openmbi.catalog.loader import load_all

MANUFACTURING = load_all(IndustryList, "industries", None)["manufacturing"]
CORRECTED = {"C15": "酒、饮料和精制茶制造业"}  # the standard's name; the copy has 及 for 和


def test_unclassified_and_31_divisions():
    assert list(MANUFACTURING.names()) == ["unclassified", *(f"C{number}" for number in range(13, 44))]


def test_a_code_stands_once():
    twice = MANUFACTURING.model_dump() | {"industries": [*MANUFACTURING.model_dump()["industries"]] * 2}
    with pytest.raises(ValueError, match="more than once"):
        IndustryList.model_validate(twice)


@pytest.mark.real_data
def test_divisions_are_those_of_the_standard():
    folder = os.environ.get("MBI_DATA_DIR")
    if not folder:
        pytest.skip("set MBI_DATA_DIR to the folder that holds gbt4754_2017")
    with (Path(folder) / "gbt4754_2017" / "gbt4754_2017_codes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "division" and row["parent"] == "C"]
    standard = {row["code"]: row["name_zh"] for row in rows} | CORRECTED
    assert {code: name.zh for code, name in MANUFACTURING.names().items() if code != "unclassified"} == standard
