"""Long files of any indicator: the unit that header or line states must be the contract's, and a contract says which indicator it is."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from openmbi.core.problems import Problem
from openmbi.core.tables import QUARANTINED
from openmbi.sources.contract import load_contracts
from openmbi.sources.reader import reader_of


@pytest.mark.parametrize("header", ["货运量", "货运量（吨）", "货运量[t]", "货运量/吨", "VALUE (t)"])
def test_a_header_may_state_the_unit(desk, header: str) -> None:
    accepted, _ = desk.read("freight", f"企业,日期,{header}\na,2024-01-05,2\n")
    assert accepted[0]["value"] == 2


@pytest.mark.parametrize(
    ("source", "header", "stated"),
    [
        ("freight", "企业,日期,货运量（万吨）", "万t"),
        ("meters_long", "企业,日期,用电量(万千瓦时)", "万kWh"),
        ("meters_wide", "日期,a,合计(MWh)", "MWh"),
    ],
)
def test_another_unit_in_a_header_is_a_problem_and_never_scaled(desk, source: str, header: str, stated: str) -> None:
    with pytest.raises(Problem, match=stated) as caught:
        desk.read(source, f"{header}\na,2024-01-05,2\n")
    assert (caught.value.code, caught.value.field, caught.value.line) == ("ingest.other-unit", "unit", 1)


def test_a_header_that_is_only_a_unit_states_it_too(desk) -> None:
    desk.changes["unit"] = "MWh"
    with pytest.raises(Problem, match="kwh"):
        desk.read("meters_long", "企业,日期,kwh\na,2024-01-05,2\n")


def test_a_contract_in_the_unit_of_the_header_scales_exactly(desk) -> None:
    desk.changes["unit"] = "万t"
    accepted, _ = desk.read("freight", "企业,日期,货运量（万吨）\na,2024-01-05,0.12345678\n")
    assert accepted[0]["value"] == Decimal("1234.5678")


def test_a_line_in_another_unit_waits_for_a_corrected_file(desk) -> None:
    lines = "a,2024-01-05,2,吨\nb,2024-01-05,2,万吨\nc,2024-01-05,2,辆\nd,2024-01-05,2, \n"
    accepted, refused = desk.read("freight", "企业,日期,货运量,计量单位\n" + lines)
    assert [row["subject"] for row in accepted] == ["a", "d"]
    assert [(row["row_no"], row["reasons"]) for row in refused] == [(3, ["other_unit"]), (4, ["other_unit"])]
    accepted, still = desk.recheck("freight", pa.Table.from_pylist(refused, schema=QUARANTINED))
    assert (accepted, [row["reasons"] for row in still]) == ([], [["other_unit"]] * 2)


def own(tmp_path: Path, text: str) -> Path:
    (tmp_path / "sources" / "boats").mkdir(parents=True)
    (tmp_path / "sources" / "boats" / "source.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_an_own_source_of_any_indicator(tmp_path: Path) -> None:
    text = "extends: values\nname: {zh: 船, en: boats}\nfiles: ['boats*.csv']\nindicator: boats\nunit: '1'\nfrequency: A\nlicence: own\nprivacy: public\n"
    contract = load_contracts(own(tmp_path, text))["boats"]
    assert (contract.reader, contract.columns["unit"]) == ("values", ("unit", "计量单位"))
    assert contract.columns.keys() <= reader_of(contract).ROLES


def test_a_source_over_one_that_lies_over_the_base(tmp_path: Path) -> None:
    contract = load_contracts(own(tmp_path, "extends: freight\nunit: 万t\n"))["boats"]
    assert (contract.extends, contract.indicator, contract.unit) == ("freight", "freight_t", "万t")
    assert contract.columns["subject"] == load_contracts()["freight"].columns["subject"]


def test_values_are_of_a_named_indicator(tmp_path: Path) -> None:
    text = "extends: values\nname: {zh: 船, en: boats}\nfiles: ['boats*.csv']\nlicence: own\nprivacy: public\n"
    with pytest.raises(Problem, match="indicator"):
        load_contracts(own(tmp_path, text))


def test_a_base_is_no_source() -> None:
    assert "values" not in load_contracts()
