"""Workbooks as bureaus hand them over: titles above the header, texts for numbers, one sheet a month; and those that cannot be read."""

import datetime as d
import io
import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pyarrow as pa
import pytest

from openmbi.core.problems import Problem
from openmbi.core.tables import QUARANTINED
from openmbi.sources.inspection import inspect
from openmbi.sources.workbook import sheets_of

HEADER = ["企业", "日期", "用电量"]
ROW = ["E1", "2024-01-05", 1.5]


def book(path: Path, *sheets: list[list], names: tuple[str, ...] = (), also: Callable = lambda sheet: None) -> Path:
    """A workbook of sheets given by their rows; `also` is done to each."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = workbook.create_sheet(names[number] if names else f"Sheet{number + 1}")
        for row in rows:
            sheet.append(row)
        also(sheet)
    workbook.save(path)
    return path


def rewritten(path: Path, old: bytes, new: bytes) -> Path:
    """The workbook with other bytes, where a pattern finds them, inside its parts."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, re.sub(old, new, content))
    return path


def problem_of(call: Callable) -> Problem:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value


def test_cells_of_every_kind_are_read_as_their_texts(desk) -> None:
    desk.changes["dates"] = ("2024-01-05", "2024年1月5日", "excel_serial")
    rows = [
        HEADER, ["E1", d.date(2024, 1, 5), 1.5], ["E2", 45296, "1,234.5"], [3, "2024年1月5日", 7], ["E4", d.datetime.fromisoformat("2024-01-05"), "１２"],
        ["E5", "2024-01-05", True], ["E6", "2024-01-05", None], ["E7", d.datetime.fromisoformat("2024-01-05T08:00"), 1],
    ]  # fmt: skip
    accepted, refused = desk.read_path("meters_long", book(desk.folder / "a.xlsx", rows))
    assert [(row["subject"], row["value"], row["row_no"]) for row in accepted] == [
        ("E1", Decimal("1.5"), 2), ("E2", Decimal("1234.5"), 3), ("3", Decimal(7), 4), ("E4", Decimal(12), 5)
    ]  # fmt: skip
    assert {row["valid_at"] for row in accepted} == {d.date(2024, 1, 5)}
    assert [(row["row_no"], row["reasons"]) for row in refused] == [
        (6, ["not_a_number"]), (7, ["missing_value"]), (8, ["unreadable_date"])
    ]  # fmt: skip


def test_the_header_is_found_below_merged_titles_and_rows_keep_their_physical_number(desk) -> None:
    rows = [
        [],
        ["某市企业用电量统计表"],
        ["填报单位：供电公司", None, "单位：千瓦时"],
        HEADER,
        [],
        ROW,
        ["E2", "", "x"],
    ]
    path = book(desk.folder / "a.xlsx", rows, also=lambda sheet: sheet.merge_cells("A2:C2"))
    inspection = inspect(path, desk.contract("meters_long"))
    assert (inspection.header_line, inspection.form, inspection.file_name) == (4, "workbook", "a.xlsx#Sheet1")
    accepted, refused = desk.read_path("meters_long", path)
    assert [row["row_no"] for row in accepted] == [6]
    assert [(row["row_no"], row["reasons"]) for row in refused] == [(7, ["missing_date", "not_a_number"])]


def test_the_header_may_stand_far_down(desk) -> None:
    accepted, _ = desk.read_path("meters_long", book(desk.folder / "a.xlsx", [*[[]] * 60, HEADER, ROW]))
    assert [row["row_no"] for row in accepted] == [62]


def test_a_title_wider_than_the_table_adds_no_column(desk) -> None:
    path = book(desk.folder / "a.xlsx", [[None] * 6 + ["表 3"], HEADER, ROW])
    assert inspect(path, desk.contract("meters_long")).layout.header.names == tuple(HEADER)


def test_a_second_header_row_is_refused_as_a_row_and_not_lost(desk) -> None:
    path = book(desk.folder / "a.xlsx", [HEADER, ["代码", "年月日", "千瓦时"], ROW])
    accepted, refused = desk.read_path("meters_long", path)
    assert len(accepted) == 1
    assert [(row["row_no"], row["value"]) for row in refused] == [(2, "千瓦时")]


def test_a_header_in_two_rows_is_told(desk) -> None:
    path = book(desk.folder / "a.xlsx", [["企业", None, "1月"], [None, "日期", "用电量"], ROW])
    problem = problem_of(lambda: desk.read_path("meters_long", path))
    assert (problem.code, problem.file) == ("ingest.column-missing", str(desk.folder / "a.xlsx#Sheet1"))


@pytest.mark.parametrize(
    "rows", [[["单位：万千瓦时"], HEADER, ROW], [["企业", "日期", "用电量\n（万千瓦时）"], ROW]]
)  # fmt: skip
def test_another_unit_is_told_wherever_the_sheet_states_it(desk, rows: list[list]) -> None:
    path = book(desk.folder / "a.xlsx", rows)
    assert problem_of(lambda: desk.read_path("meters_long", path)).code == "ingest.other-unit"
    desk.changes["unit"] = "万kWh"
    assert desk.read_path("meters_long", path)[0][0]["value"] == 15000


def test_one_sheet_a_month(desk) -> None:
    desk.changes.update(frequency="M", period_from="sheet")
    rows = [["企业", "用电量"], ["E1", 5], ["E2", "x"]]
    path = book(desk.folder / "a.xlsx", rows, rows, names=("2024年1月", "说明"))
    first, second = (
        inspect(path, desk.contract("meters_long"), sheet) for sheet in sheets_of(path, desk.contract("meters_long"))
    )
    assert first.sha256 != second.sha256
    accepted, refused = desk.read_path("meters_long", path)
    assert [(row["subject"], row["valid_at"]) for row in accepted] == [("E1", d.date(2024, 1, 1))]
    assert [(row["row_no"], row["valid_at"]) for row in refused] == [(3, "2024年1月")]
    again = desk.recheck("meters_long", pa.Table.from_pylist(refused, schema=QUARANTINED))[1]
    assert again[0]["reasons"] == ["not_a_number"]


def test_a_contract_asks_for_sheets_and_empty_ones_are_passed_over(desk) -> None:
    path = book(desk.folder / "a.xlsx", [["说明"]], [], [HEADER, ROW], names=("说明", "空", "1月"))
    sheets = [sheet.name for sheet in sheets_of(path, desk.contract("meters_long")) if sheet]
    assert sheets == ["说明", "1月"]
    desk.changes["sheets"] = ("*月",)
    assert len(desk.read_path("meters_long", path)[0]) == 1
    desk.changes["sheets"] = ("Data",)
    assert problem_of(lambda: desk.read_path("meters_long", path)).code == "ingest.no-sheet"


def test_wide_sheets_and_the_register(desk) -> None:
    wide = book(
        desk.folder / "wide.xlsx",
        [["表一"], ["日期", "E1", "E2", "合计"], [d.date(2024, 1, 5), 1, None, 1], ["2024-01-06", 2, 3, 6]],
    )
    accepted, refused = desk.read_path("meters_wide", wide)
    assert [(row["subject"], row["row_no"]) for row in accepted] == [("E1", 3)]
    assert [row["reasons"] for row in refused] == [["checksum_mismatch"]] * 2
    register = book(
        desk.folder / "r.xlsx",
        [["名录"], ["企业代码", "企业名称", "有效期起"], ["91350100M000100Y43", "甲", d.date(2015, 1, 1)]],
    )
    assert desk.read_path("enterprise_register", register)[0][0]["name"] == "甲"


def test_errors_and_formulas_without_a_value_are_never_blank_cells(desk) -> None:
    def spoil(sheet) -> None:
        sheet["B2"] = "=1+1"
        sheet["C2"].value, sheet["C2"].data_type = "#DIV/0!", "e"

    path = book(desk.folder / "a.xlsx", [["日期", "E1", "E2", "E3"], ["2024-01-05", None, None, 4]], also=spoil)
    accepted, refused = desk.read_path("meters_wide", path)
    assert [row["subject"] for row in accepted] == ["E3"]
    assert [(row["subject"], row["value"], row["reasons"]) for row in refused] == [
        ("E1", "=1+1", ["not_a_number"]), ("E2", "#DIV/0!", ["not_a_number"])
    ]  # fmt: skip


def test_a_formula_with_its_value_is_that_value(desk) -> None:
    path = book(desk.folder / "a.xlsx", [HEADER, ["E1", "2024-01-05", "=1+1"]])
    rewritten(path, rb"<f>1\+1</f><v ?(/>|></v>)", b"<f>1+1</f><v>2</v>")
    assert desk.read_path("meters_long", path)[0][0]["value"] == 2


def content(folder: Path) -> bytes:
    return book(folder / "good.xlsx", [HEADER, ROW]).read_bytes()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
BAD: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "no bytes": (lambda folder: b"", "ingest.empty-file"),
    "truncated": (lambda folder: content(folder)[:-300], "ingest.workbook-unreadable"),
    "half": (lambda folder: content(folder)[: len(content(folder)) // 2], "ingest.workbook-unreadable"),
    "no zip at all": (lambda folder: b"E1,2024-01-05,1\n", "ingest.workbook-unreadable"),
    "password": (lambda folder: OLE + "EncryptedPackage".encode("utf-16-le"), "ingest.workbook-protected"),
    "xls": (lambda folder: OLE + "Workbook".encode("utf-16-le"), "ingest.workbook-old"),
    "empty sheet": (lambda folder: book(folder / "e.xlsx", []).read_bytes(), "ingest.no-sheet"),
    "empty texts": (
        lambda folder: rewritten(book(folder / "e.xlsx", [["~"]]), b"~", b"").read_bytes(),
        "ingest.empty-file",
    ),
    "title only": (lambda folder: book(folder / "e.xlsx", [["统计表"]]).read_bytes(), "ingest.column-missing"),
    "header only": (lambda folder: book(folder / "e.xlsx", [["统计表"], HEADER]).read_bytes(), "ingest.header-only"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_workbook_that_cannot_be_a_table_is_a_problem(desk, case: str) -> None:
    make, code = BAD[case]
    path = desk.write(make(desk.folder), "bad.xlsx")
    assert problem_of(lambda: desk.read_path("meters_long", path)).code == code


def test_a_workbook_that_unpacks_to_too_much_is_refused(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openmbi.sources.workbook.LARGEST_BYTES", 1000)
    path = desk.write(content(desk.folder), "big.xlsx")
    assert problem_of(lambda: desk.read_path("meters_long", path)).code == "ingest.workbook-too-large"


def test_a_workbook_is_known_by_its_content_too(desk) -> None:
    assert len(desk.read_path("meters_long", desk.write(content(desk.folder), "a.csv"))[0]) == 1
    with ZipFile(buffer := io.BytesIO(), "w") as archive:
        archive.writestr("a.csv", "x")
    assert (
        problem_of(lambda: desk.read_path("meters_long", desk.write(buffer.getvalue(), "b.csv"))).code
        == "ingest.not-text"
    )


@pytest.mark.parametrize("at", range(5, 100, 7))
def test_a_damaged_workbook_is_read_whole_or_told(desk, at: int) -> None:
    whole = bytearray(content(desk.folder))
    place = len(whole) * at // 100
    whole[place : place + 4] = b"\xff\x00\xff\x00"
    path = desk.write(bytes(whole), "damaged.xlsx")
    with suppress(Problem):
        accepted, refused = desk.read_path("meters_long", path)
        assert len(accepted) + len(refused) == 1
