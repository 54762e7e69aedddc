"""Which contract a file is read under, and what a wrong contract is told."""

from pathlib import Path

import pytest

from openmbi.core.problems import Problem
from openmbi.sources.contract import contract_for, load_contracts
from openmbi.sources.reader import reader_of

OWN = "extends: meters_long\nname: {zh: 供电, en: power}\nfiles: ['POWER_*.csv']\n"


def bureau(tmp_path: Path, **sources: str) -> Path:
    for name, text in sources.items():
        (tmp_path / "sources" / name).mkdir(parents=True)
        (tmp_path / "sources" / name / "source.yml").write_text(text, encoding="utf-8")
    return tmp_path


def problem_of(call) -> Problem:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value


def test_an_own_source_lies_over_the_shipped_one(tmp_path: Path) -> None:
    own = load_contracts(bureau(tmp_path, grid=OWN + "range: {max: 5}\ncolumns: {value: 用能}\n"))["grid"]
    shipped = load_contracts()["meters_long"]
    assert (own.source, own.name.en, own.files) == ("grid", "power", ("POWER_*.csv",))
    assert (own.range.min, own.range.max) == (shipped.range.min, 5)
    assert own.columns == {**shipped.columns, "value": ("用能",)}
    assert shipped.shipped
    assert not own.shipped


def test_patterns_do_not_mind_capitals(tmp_path: Path) -> None:
    contracts = load_contracts(bureau(tmp_path, grid=OWN))
    assert contract_for(Path("in/Power_2024.CSV"), contracts).source == "grid"


def test_an_own_source_goes_before_a_shipped_one(tmp_path: Path) -> None:
    contracts = load_contracts(bureau(tmp_path, grid="extends: meters_long\n"))
    assert contract_for(Path("my_meters_long.csv"), contracts).source == "grid"


def test_no_contract_fits() -> None:
    problem = problem_of(lambda: contract_for(Path("letter.docx"), load_contracts()))
    assert problem.code == "ingest.no-contract"
    assert "meters_wide" in problem.expected.en


def test_several_contracts_fit(tmp_path: Path) -> None:
    contracts = load_contracts(bureau(tmp_path, one=OWN, two=OWN))
    problem = problem_of(lambda: contract_for(Path("power_1.csv"), contracts))
    assert problem.code == "ingest.ambiguous-contract"
    assert "one, two" in problem.found.en


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("unit: horsepower", "unit"),
        ("decimals: 5", "decimals"),
        ("rang: {max: 1}", "rang"),
        ("dates: ['05.01.2024']", "dates.0"),
        ("frequency: fortnightly", "frequency"),
        ("dates: []", "dates"),
        ("sentinels: [{value: 1, means: nothing}]", "sentinels.0.means"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(tmp_path: Path, line: str, field: str) -> None:
    problem = problem_of(lambda: load_contracts(bureau(tmp_path, grid=OWN + line + "\n")))
    assert (problem.code, problem.field, problem.line) == ("catalog.invalid", field, 4)


def test_keys_must_be_columns(tmp_path: Path) -> None:
    problem = problem_of(lambda: load_contracts(bureau(tmp_path, grid=OWN + "keys: [colour]\n")))
    assert "colour" in problem.found.en


def test_extending_what_is_not_shipped(tmp_path: Path) -> None:
    problem = problem_of(lambda: load_contracts(bureau(tmp_path, grid="extends: meter_long\n")))
    assert problem.code == "contract.extends-unknown"
    assert "meters_long" in problem.expected.en


def test_a_reader_that_is_not_there(tmp_path: Path) -> None:
    contract = load_contracts(bureau(tmp_path, grid=OWN + "reader: meters_tall\n"))["grid"]
    problem = problem_of(lambda: reader_of(contract))
    assert problem.code == "contract.reader-unknown"
    assert "meters_wide" in problem.expected.en


def test_a_column_of_a_role_that_the_reader_has_not(tmp_path: Path) -> None:
    contract = load_contracts(bureau(tmp_path, grid=OWN + "columns: {vaule: [kwh]}\n"))["grid"]
    problem = problem_of(lambda: reader_of(contract))
    assert problem.code == "contract.role-unknown"
    assert "vaule" in problem.found.en
