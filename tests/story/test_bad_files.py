"""Bad input through the command line: a file that cannot be a table changes nothing, a bad row waits with its reasons, everything else is in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import openmbi.doors.cli.ingest as ingest_command
from openmbi.core.problems import ExitCode
from openmbi.store.manifest import faults, newest
from openmbi.store.store import Store

HEADER = "企业,日期,用电量\n"
GOOD = HEADER + "E1,2015-03-02,10\nE2,2015-03-02,20\nE3,2015-03-02,30\n"
WIDE = "日期,E1,E2,合计\n2015-03-02,10,20,30\n2015-03-03,11,22,33\n"


def parquet() -> bytes:
    sink = io.BytesIO()
    size = 4000
    pq.write_table(pa.table({"企业": ["E1"] * size, "日期": ["2015-03-02"] * size, "用电量": list(range(size))}), sink)
    return sink.getvalue()


def deliver(bureau: Path, content: str | bytes, name: str) -> Path:
    path = bureau / "incoming" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def amend(bureau: Path, line: str) -> None:
    contract = bureau / "sources" / "power_long" / "source.yml"
    contract.write_text(contract.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def assert_untouched(bureau: Path, mbi) -> None:
    """Nothing was committed, and the next write leaves nothing of the failed one behind."""
    store = Store(bureau / "store")
    number = newest(store)
    before = set(store.root.rglob("*.parquet"))
    good = deliver(bureau, "企业,日期,用电量\nE9,2015-04-01,1\n", "late/next_good.csv")
    assert mbi("-b", bureau, "ingest", good).code == ExitCode.OK
    assert newest(store) == number + 1
    assert set(store.root.rglob("*.parquet")) - before == {
        store.root / "base" / "power" / "use_kwh" / "2015-04" / f"{number + 1:06d}.parquet"
    }
    assert not [file for folder in ("staging", "spill") for file in (store.root / folder).rglob("*") if file.is_file()]
    assert list(faults(store)) == []


REFUSED: dict[str, tuple[str, str | bytes, str]] = {
    "empty": ("late/a.csv", "", "ingest.empty-file"),
    "header only": ("late/a.csv", HEADER, "ingest.header-only"),
    "spreadsheet": ("late/a.csv", b"PK\x03\x04 a spreadsheet", "ingest.not-text"),
    "UTF-16": ("late/a.csv", GOOD.encode("utf-16"), "ingest.not-text"),
    "Parquet truncated": ("late/a.parquet", parquet()[:-200], "ingest.parquet-unreadable"),
    "Parquet, first half": ("late/a.parquet", parquet()[: len(parquet()) // 2], "ingest.parquet-unreadable"),
    "column missing": ("late/a.csv", "企业,日期\nE1,2015-03-02\n", "ingest.column-missing"),
    "column renamed": ("late/a.csv", GOOD.replace("用电量", "数值甲"), "ingest.column-missing"),
    "column twice": ("late/a.csv", "企业,日期,用电量,用电量\nE1,2015-03-02,1,2\n", "ingest.column-ambiguous"),
    "no contract": ("other/a.csv", GOOD, "ingest.no-contract"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_a_table_is_refused_in_both_languages_and_changes_nothing(bureau: Path, mbi, case: str):
    name, content, code = REFUSED[case]
    path = deliver(bureau, content, name)
    zh, en = (mbi("-b", bureau, "ingest", path, lang=lang) for lang in ("zh", "en"))
    assert zh.code == en.code == ExitCode.PROBLEM
    assert all(code in told.err for told in (zh, en))
    assert "处理：" in zh.err
    assert "to do:" in en.err
    (outcome,) = mbi("-b", bureau, "ingest", path, "--json").json
    problem = outcome["problem"]
    assert (problem["code"], problem["file"], outcome["batch"]) == (code, str(path), None)
    assert all(problem[part]["zh"] != problem[part]["en"] for part in ("found", "fix"))
    assert_untouched(bureau, mbi)


def test_a_wrong_encoding_is_refused_where_the_contract_names_another(bureau: Path, mbi):
    amend(bureau, "encoding: utf-8")
    told = mbi("-b", bureau, "ingest", deliver(bureau, GOOD.encode("gbk"), "late/a.csv"))
    assert told.code == ExitCode.PROBLEM
    assert "ingest.header-unreadable" in told.err
    assert_untouched(bureau, mbi)


def test_an_extra_column_is_named_or_refused_as_the_contract_says(bureau: Path, mbi):
    path = deliver(bureau, "备注,用电量,日期,企业\n好,10,2015-03-02,E1\n", "late/a.csv")
    amend(bureau, "extra_columns: refuse")
    assert "ingest.column-unexpected" in mbi("-b", bureau, "ingest", path).err
    amend(bureau, "extra_columns: ignore")
    (outcome,) = mbi("-b", bureau, "ingest", path, "--json").json
    assert outcome["ignored_columns"] == ["备注"]
    assert outcome["counts"]["accepted"] == 1
    (version,) = mbi("-b", bureau, "history", "use_kwh/E1/2015-03-02", "--json").json
    assert version["value"] == 10


BAD_ROWS: dict[str, tuple[str | bytes, dict[int, list[str]]]] = {
    "negative": ("E4,2015-03-02,-1\n", {5: ["negative"]}),
    "1e12": ("E4,2015-03-02,1e12\n", {5: ["above_range"]}),
    "NaN": ("E4,2015-03-02,NaN\n", {5: ["not_finite"]}),
    "Inf": ("E4,2015-03-02,-inf\n", {5: ["not_finite"]}),
    "no number": ("E4,2015-03-02,十\n", {5: ["not_a_number"]}),
    "no value": ("E4,2015-03-02,\n", {5: ["missing_value"]}),
    "2099": ("E4,2099-01-01,1\n", {5: ["date_in_future"]}),
    "1899": ("E4,1899-12-31,1\n", {5: ["date_out_of_range"]}),
    "no such day": ("E4,2015-02-30,1\n", {5: ["unreadable_date"]}),
    "no enterprise": (",2015-03-02,1\n", {5: ["missing_subject"]}),
    "the same key twice": ("E4,2015-03-02,1\nE4,2015-03-02,2\n", {5: ["duplicate_key"], 6: ["duplicate_key"]}),
    "too many fields": ("E4,2015-03-02,1,2\n", {5: ["wrong_number_of_fields"]}),
    "mixed encodings": ("企业,2015-03-02,1\n".encode("gbk"), {5: ["undecodable_text"]}),
    "all at once": (",2099-01-01,-1\n", {5: ["missing_subject", "date_in_future", "negative"]}),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_waits_with_all_its_reasons_and_the_others_are_in(bureau: Path, mbi, case: str):
    content, expected = BAD_ROWS[case]
    path = deliver(bureau, GOOD.encode() + (content.encode() if isinstance(content, str) else content), "late/a.csv")
    told = mbi("-b", bureau, "ingest", path, "--strict", "--json")
    assert told.code == ExitCode.QUARANTINED
    counts = told.json[0]["counts"]
    assert (counts["accepted"], counts["quarantined"]) == (3, len(expected))
    explained = mbi("-b", bureau, "quarantine", "explain", 1, "--json").json
    assert {row["row_no"]: row["reasons"] for row in explained["rows"]} == expected
    assert {row["file"] for row in explained["rows"]} == {"a.csv"}
    for code in {code for codes in expected.values() for code in codes}:
        reason = explained["reasons"][code]
        assert all(reason[part]["zh"] and reason[part]["zh"] != reason[part]["en"] for part in ("means", "fix"))
        assert code in mbi("-b", bureau, "quarantine", "explain", 1, lang="zh").out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_encodings_and_orders_of_columns_make_no_difference(bureau: Path, mbi, encoding: str, order: tuple[int, ...]):
    lines = [line.split(",") for line in GOOD.splitlines()]
    content = "\r\n".join(",".join(line[k] for k in order) for line in lines)
    told = mbi("-b", bureau, "ingest", deliver(bureau, content.encode(encoding), "late/a.csv"), "--json")
    assert told.json[0]["counts"] == {
        "observations": 3,
        "accepted": 3,
        "new": 3,
        "revised": 0,
        "unchanged": 0,
        "quarantined": 0,
    }


def test_a_wide_file_whose_total_does_not_add_up_waits_as_a_whole_line(bureau: Path, mbi):
    told = mbi("-b", bureau, "ingest", deliver(bureau, WIDE.replace(",33", ",34"), "daily/a.csv"), "--json")
    assert told.code == ExitCode.OK
    assert (told.json[0]["counts"]["accepted"], told.json[0]["counts"]["quarantined"]) == (2, 2)
    (waiting,) = mbi("-b", bureau, "quarantine", "list", "--json").json
    assert waiting["reasons"] == {"checksum_mismatch": 2}


def test_one_bad_file_keeps_no_other_out(bureau: Path, mbi):
    deliver(bureau, "", "late/a_empty.csv")
    deliver(bureau, GOOD, "late/b_good.csv")
    deliver(bureau, "企业,日期\nE1,2015-03-02\n", "late/c_without_values.csv")
    told = mbi("-b", bureau, "ingest", "--json")
    assert told.code == ExitCode.PROBLEM
    assert [outcome["batch"] for outcome in told.json] == [None, 1, None]


@pytest.fixture
def at_first_block(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Path], None]], None]:
    """Do something to a file when its first block has been read."""

    def arrange(act: Callable[[Path], None]) -> None:
        @contextmanager
        def progress():
            yield lambda path, done, size: act(path)

        monkeypatch.setattr(ingest_command, "reading_progress", progress)

    return arrange


def test_a_file_that_grows_while_it_is_read(bureau: Path, mbi, at_first_block):
    def grow(path: Path) -> None:
        path.write_text(GOOD + "E4,2015-03-02,1\n", encoding="utf-8")

    path = deliver(bureau, GOOD, "late/a.csv")
    at_first_block(grow)
    told = mbi("-b", bureau, "ingest", path, "--json")
    assert told.code == ExitCode.PROBLEM
    assert told.json[0]["problem"]["code"] == "ingest.file-changed"
    assert newest(Store(bureau / "store")) == 0
    at_first_block(lambda path: None)
    assert mbi("-b", bureau, "ingest", path, "--json").json[0]["counts"]["accepted"] == 4


def test_an_interrupt_while_it_is_read_keeps_nothing(bureau: Path, mbi, at_first_block):
    def interrupt(path: Path) -> None:
        raise KeyboardInterrupt

    path = deliver(bureau, GOOD, "late/a.csv")
    at_first_block(interrupt)
    told = mbi("-b", bureau, "ingest", path)
    assert told.code == ExitCode.INTERRUPTED
    assert told.out == ""
    assert newest(Store(bureau / "store")) == 0
    at_first_block(lambda path: None)
    assert_untouched(bureau, mbi)


def test_what_is_wrong_with_the_bureau_is_told(bureau: Path, mbi, tmp_path: Path):
    told = mbi("-b", tmp_path / "nowhere", "ingest", "--json")
    assert told.code == ExitCode.PROBLEM
    assert told.out == ""
    assert json.loads(told.err)["problem"]["code"] == "bureau.none"
    settings = bureau / "bureau.toml"
    text = settings.read_text(encoding="utf-8")
    for wrong, code in ((text + "[", "bureau.unreadable"), ("sorce = 'x'\n" + text, "bureau.invalid")):
        settings.write_text(wrong, encoding="utf-8")
        assert code in mbi("-b", bureau, "run").err
