"""A workbook through the command line: each sheet is a file of its own, its rows are found again, and the same workbook changes nothing."""

from pathlib import Path

import openpyxl

from openmbi.core.problems import ExitCode

HEADER = ["企业", "日期", "用电量"]


def deliver(bureau: Path, sheets: dict[str, list[list]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = bureau / "incoming" / "late" / "2015.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def allow_workbooks(bureau: Path) -> None:
    contract = bureau / "sources" / "power_long" / "source.yml"
    contract.write_text(contract.read_text(encoding="utf-8") + 'files: ["late/*.xlsx"]\n', encoding="utf-8")


def test_sheets_are_taken_in_one_by_one(bureau: Path, mbi) -> None:
    allow_workbooks(bureau)
    sheets = {
        "一月": [["用电量表"], HEADER, ["E1", "2015-01-02", 10], ["E2", "2015-01-02", "x"]],
        "二月": [HEADER, ["E1", "2015-02-02", 20]],
        "说明": [["数据来自供电公司"]],
        "空": [],
    }
    path = deliver(bureau, sheets)
    told = mbi("-b", bureau, "ingest", path, "--json")
    assert told.code == ExitCode.PROBLEM
    january, february, notes = told.json
    assert [Path(one["file"]).name for one in told.json] == ["2015.xlsx#一月", "2015.xlsx#二月", "2015.xlsx#说明"]
    assert [january["counts"]["accepted"], january["counts"]["quarantined"]] == [1, 1]
    assert february["counts"]["new"] == 1
    assert (notes["problem"]["code"], notes["batch"]) == ("ingest.column-missing", None)
    (version,) = mbi("-b", bureau, "history", "use_kwh/E1/2015-02-02", "--json").json
    assert version["value"] == 20
    (export,) = [bureau / "waiting.csv"]
    assert mbi("-b", bureau, "quarantine", "export", 1, export).code == ExitCode.OK
    assert "2015.xlsx#一月,4," in export.read_text(encoding="utf-8-sig").replace('"', "")
    again = mbi("-b", bureau, "ingest", path, "--json").json
    assert [one["already"] for one in again] == [True, True, False]
