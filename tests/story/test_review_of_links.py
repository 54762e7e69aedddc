"""A clerk reviews what could not be linked: exports, fills, records; and what was known before stays as it was."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow as pa
import pytest

from openmbi.core.tables import QUARANTINED
from openmbi.doors.cli.spreadsheet import read_sheet, write_sheet
from openmbi.flow.bureau import load_bureau
from openmbi.flow.linking import linked_as_of
from openmbi.simulation.codes import credit_code
from openmbi.store import holders, register
from openmbi.store.batch import Batch, Origin
from openmbi.store.manifest import faults, newest
from openmbi.store.small_table import SmallTable
from openmbi.store.small_table_sink import sink_of
from openmbi.store.store import Store

A, B = (credit_code("440606", number) for number in (1, 2))
SINCE = date(2023, 1, 1)
RECORDED = datetime(2024, 1, 2, tzinfo=UTC)


def take_in(store: Store, table: SmallTable, rows: list[dict]) -> None:
    origin = Origin("books", table.role, "1", f"{table.role}.csv", "0", lag_days=0, zone=ZoneInfo("Asia/Shanghai"))
    numbered = [{"valid_from": SINCE, "row_no": number} | row for number, row in enumerate(rows, start=2)]
    with store.writing(), Batch(store, origin, RECORDED, sink_of(table)) as batch:
        batch.add(pa.Table.from_pylist(numbered, schema=table.schema), QUARANTINED.empty_table())
        batch.commit()


@pytest.fixture
def bureau(tmp_path: Path, mbi) -> Path:
    """A bureau with two companies and five meters, of which the last three cannot be linked."""
    folder = tmp_path / "bureau"
    assert mbi("init", folder).code == 0
    store = load_bureau(folder).store
    names = {A: "佛山市恒达电器有限公司", B: "佛山市瑞丰化工有限公司"}
    companies = [{"enterprise": code, "name": name, "place": "440606"} for code, name in names.items()]
    take_in(store, register.REGISTER, companies)
    meter = {"kind": "meter", "place": "440606", "share": Decimal(1)}
    books = [
        meter | {"subject": "0000000000001", "enterprise": A, "name": "恒达电器"},
        meter | {"subject": "0000000000002", "name": "佛山市瑞丰化工有限公司"},
        meter | {"subject": "0000000000003", "enterprise": A, "name": "瑞丰化工"},
        meter | {"subject": "0000000000004", "name": "老王小卖部"},
        meter | {"subject": "0000000000005", "enterprise": "91440606X", "name": "恒达, 电器"},
    ]
    take_in(store, holders.HOLDERS, books)
    return folder


def test_what_is_linked_says_on_what_it_rests(bureau: Path, mbi):
    told = mbi("--bureau", bureau, "link", "list", "--json").json
    assert [(row["subject"][-1], row["enterprise"], row["basis"]) for row in told["links"]] == [
        ("1", A, "code"),
        ("2", B, "name"),
    ]
    assert told["waiting"] == 3
    words = mbi("--bureau", bureau, "link", "list", lang="zh").words
    assert "2条关联；3个户主待复核" in words


def test_what_waits_has_a_reason_and_candidates(bureau: Path, mbi):
    told = mbi("--bureau", bureau, "link", "queue", "--json").json
    assert [row["reason"] for row in told] == ["code_and_name_disagree", "no_code", "unknown_code"]
    assert told[0]["candidates"][0]["candidate"] == B
    assert "code_and_name_disagree×1" in mbi("--bureau", bureau, "link", "queue").words


@pytest.mark.parametrize("name", ["review.xlsx", "review.csv"])
def test_a_clerk_fills_the_file_and_the_queue_is_empty(bureau: Path, tmp_path: Path, mbi, name: str):
    path = tmp_path / name
    assert mbi("--bureau", bureau, "link", "export", path, lang="zh").code == 0
    rows = read_sheet(path)
    decision, subject = rows[0].index("决定 decision"), rows[0].index("户号 subject")
    assert [row[subject] for row in rows[1:]] == [f"000000000000{k}" for k in (3, 4, 5)]
    for row, said in zip(rows[1:], [B, "无", A], strict=True):
        row[decision] = said
    filled = tmp_path / f"filled-{name}"
    write_sheet(filled, rows)
    told = mbi("--bureau", bureau, "link", "decide", filled, "--by", "王敏", "--json")
    assert told.json == {"batch": 3, "linked": 2, "left_out": 1, "by": "王敏"}
    after = mbi("--bureau", bureau, "link", "list", "--json").json
    assert (after["waiting"], len(after["left_out"])) == (0, 1)
    assert [row["basis"] for row in after["links"]] == ["code", "name", "decision", "decision"]
    assert list(faults(load_bureau(bureau).store)) == []


def test_a_later_decision_alters_no_earlier_as_of(bureau: Path, mbi):
    opened = load_bureau(bureau)
    before_it, manifest = datetime.now(UTC), newest(opened.store)
    assert mbi("--bureau", bureau, "link", "accept", "meter", "0000000000003", B, "--by", "x").code == 0
    assert mbi("--bureau", bureau, "link", "reject", "meter", "0000000000003", "--by", "x").code == 0
    soon = datetime.now(UTC) + timedelta(seconds=1)
    found = [
        linked_as_of(opened, moment, manifest)
        for moment, manifest in ((before_it, None), (soon, manifest), (soon, manifest + 1), (soon, None))
    ]
    assert [linked.links.num_rows for linked in found] == [2, 2, 3, 2]
    assert [linked.waiting.num_rows for linked in found] == [3, 3, 2, 2]
    assert [linked.left_out.num_rows for linked in found] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("accept", "meter", "0000000000003", "91440606NOBODY"), "link.unknown-enterprise"),
        (("reject", "meter", "9"), "link.no-such-holder"),
        (("reject", "meter", "0000000000003", "--since", "yesterday"), "link.unreadable-day"),
        (("decide", "missing.csv"), "system.refused"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_nothing_is(bureau: Path, mbi, arguments, code: str):
    told = mbi("--bureau", bureau, "link", *arguments, "--by", "x")
    assert (told.code, code in told.words) == (3, True)
    assert newest(load_bureau(bureau).store) == 2


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda rows: rows[0].__setitem__(0, "?"), "link.no-columns"),
        (lambda rows: rows[1].__setitem__(0, "h0"), "link.unknown-holder"),
        (lambda rows: rows[1].__setitem__(rows[0].index("决定 decision"), "X"), "link.unknown-enterprise"),
        (lambda rows: [row.__setitem__(rows[0].index("决定 decision"), "") for row in rows[1:]], "link.nothing-said"),
    ],
)
def test_a_spoilt_file_records_nothing(bureau: Path, tmp_path: Path, mbi, spoil, code: str):
    path, spoilt = tmp_path / "review.csv", tmp_path / "spoilt.csv"
    mbi("--bureau", bureau, "link", "export", path)
    rows = read_sheet(path)
    for row in rows[1:]:
        row[rows[0].index("决定 decision")] = "none"
    spoil(rows)
    write_sheet(spoilt, rows)
    told = mbi("--bureau", bureau, "link", "decide", spoilt, "--by", "x")
    assert (told.code, code in told.words) == (3, True)
    assert newest(load_bureau(bureau).store) == 2
    assert "link.file-exists" in mbi("--bureau", bureau, "link", "export", path).words


def test_two_holders_of_one_meter_are_told_apart(bureau: Path, mbi):
    shared = {"kind": "meter", "subject": "7", "share": Decimal("0.5")}
    take_in(load_bureau(bureau).store, holders.HOLDERS, [shared | {"name": "甲"}, shared | {"name": "乙"}])
    assert "link.several-holders" in mbi("--bureau", bureau, "link", "accept", "meter", "7", A, "--by", "x").words
    assert mbi("--bureau", bureau, "link", "accept", "meter", "7", A, "--name", "甲", "--by", "x").code == 0


def test_a_file_saved_in_the_office_encoding_is_read(tmp_path: Path):
    path = tmp_path / "office.csv"
    path.write_text("编号 number,决定 decision\nh1,无\n", encoding="gb18030")
    assert read_sheet(path) == [["编号 number", "决定 decision"], ["h1", "无"]]


def test_csv_and_workbook_hold_the_same_texts(tmp_path: Path):
    rows = [["编号", "a,b", ' "x" <&> '], ["0012345678901234", "", "2024-01-05"]]
    for name in ("a.csv", "a.xlsx"):
        write_sheet(tmp_path / name, rows)
        assert read_sheet(tmp_path / name) == [[cell.strip() for cell in row] for row in rows]
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows()] == rows
    assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert list(csv.reader(handle)) == rows
