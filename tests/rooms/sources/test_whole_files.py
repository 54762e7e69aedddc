"""Files that cannot be a table, or are not what they were: a Problem that says so, and nothing accepted."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from openmbi.core.language import Language
from openmbi.core.problems import Problem
from openmbi.sources.inspection import inspect
from openmbi.sources.read import read_checked

HEADER = "subject,date,value\n"


def refusal(desk, content: str | bytes, source: str = "meters_long", name: str = "file.csv") -> Problem:
    with pytest.raises(Problem) as caught:
        inspect(desk.write(content, name), desk.contract(source))
    problem = caught.value
    assert problem.file
    assert problem.say(Language.ZH) != problem.say(Language.EN)
    return problem


@pytest.mark.parametrize("content", ["", "\n\r\n\n", "\ufeff", "\ufeff\n", "   \n"])
def test_an_empty_file(desk, content: str) -> None:
    assert refusal(desk, content).code == "ingest.empty-file"


@pytest.mark.parametrize("content", [HEADER, HEADER.strip(), "\n" + HEADER + "\n \n\r\n"])
def test_a_header_only(desk, content: str) -> None:
    assert refusal(desk, content).code == "ingest.header-only"


def test_a_missing_column_is_named_with_what_was_found_and_what_is_near(desk) -> None:
    problem = refusal(desk, "subject,valu,date\na,1,2024-01-05\n")
    assert (problem.code, problem.field, problem.line) == ("ingest.column-missing", "value", 1)
    assert "valu" in problem.found.en
    assert "value ← valu?" in problem.fix.en
    assert "use_kwh" in problem.expected.en


def test_the_line_of_a_header_below_blank_lines(desk) -> None:
    assert refusal(desk, "\n\nsubject,valu,date\na,1,2024-01-05\n").line == 3


def test_columns_that_fit_one_role_twice(desk) -> None:
    problem = refusal(desk, "subject,date,value,kwh\na,2024-01-05,1,2\n")
    assert (problem.code, problem.field) == ("ingest.column-ambiguous", "value")


def test_extra_columns_are_listed_or_refused_as_the_contract_says(desk) -> None:
    content = "subject,date,value,remark,序号\na,2024-01-05,1,fine,1\n"
    assert inspect(desk.write(content), desk.contract("meters_long")).extra_columns == ("remark",)
    desk.changes["extra_columns"] = "refuse"
    assert refusal(desk, content).code == "ingest.column-unexpected"


def test_a_wide_file_without_a_subject(desk) -> None:
    assert refusal(desk, "date\n2024-01-05\n", "meters_wide").code == "ingest.column-missing"


def test_a_total_is_a_check_where_the_file_has_one_and_never_a_subject(desk) -> None:
    assert len(desk.read("meters_wide", "date,a\n2024-01-05,1\n")[0]) == 1
    accepted, _ = desk.read("meters_wide", "date,a,合计\n2024-01-05,1,1\n")
    assert [row["subject"] for row in accepted] == ["a"]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04rest",
        b"\xd0\xcf\x11\xe0rest",
        "subject,date\n".encode("utf-16"),
        b"subject,date,value\n\x00\x01\x02\n",
    ],
)
def test_what_is_no_text(desk, content: bytes) -> None:
    assert refusal(desk, content).code == "ingest.not-text"


def test_a_header_in_another_encoding_than_the_contract_says(desk) -> None:
    desk.changes["encoding"] = "utf-8"
    assert refusal(desk, "企业,日期,电量\na,2024-01-05,1\n".encode("gbk")).code == "ingest.header-unreadable"


def test_a_file_that_is_not_there(desk) -> None:
    with pytest.raises(Problem, match="no such file") as caught:
        inspect(desk.folder / "none.csv", desk.contract("meters_long"))
    assert caught.value.code == "ingest.file-missing"


def test_a_directory(desk) -> None:
    with pytest.raises(Problem) as caught:
        inspect(desk.folder, desk.contract("meters_long"))
    assert caught.value.code == "ingest.not-a-file"


def test_a_line_that_is_too_long(desk, monkeypatch: pytest.MonkeyPatch, small_blocks) -> None:
    small_blocks(8)
    monkeypatch.setattr("openmbi.sources.lines.LONGEST_LINE_BYTES", 100)
    assert refusal(desk, HEADER + "a" * 200 + ",2024-01-05,1\n").code == "ingest.line-too-long"


def parquet_bytes(path: Path) -> bytes:
    table = pa.table({"subject": ["a"] * 5000, "date": ["2024-01-05"] * 5000, "value": list(range(5000))})
    pq.write_table(table, path)
    return path.read_bytes()


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.99])
def test_a_truncated_parquet_file(desk, keep: float) -> None:
    whole = parquet_bytes(desk.folder / "whole.parquet")
    assert refusal(desk, whole[: int(len(whole) * keep)], name="cut.parquet").code == "ingest.parquet-unreadable"


def test_a_parquet_file_whose_pages_are_corrupt(desk) -> None:
    whole = bytearray(parquet_bytes(desk.folder / "whole.parquet"))
    whole[4:2000] = b"\xff" * 1996
    path = desk.write(bytes(whole), "corrupt.parquet")
    with pytest.raises(Problem) as caught:
        desk.read_path("meters_long", path)
    assert caught.value.code == "ingest.parquet-unreadable"


def test_a_parquet_file_without_rows(desk) -> None:
    path = desk.folder / "none.parquet"
    pq.write_table(pa.table({"subject": pa.array([], pa.string())}), path)
    with pytest.raises(Problem) as caught:
        inspect(path, desk.contract("meters_long"))
    assert caught.value.code == "ingest.header-only"


def read_all(desk, path: Path, between) -> None:
    contract = desk.contract("meters_long")
    inspection = inspect(path, contract)
    between()
    for _ in read_checked(inspection, contract, **desk.setting()):
        pass


def test_a_file_that_grows_before_it_is_read(desk) -> None:
    path = desk.write(HEADER + "a,2024-01-05,1\n")

    def grow() -> None:
        with path.open("a") as file:
            file.write("b,2024-01-05,2\n")

    with pytest.raises(Problem) as caught:
        read_all(desk, path, grow)
    assert caught.value.code == "ingest.file-changed"


def test_a_file_that_grows_between_two_blocks(desk, small_blocks) -> None:
    small_blocks(16)
    path = desk.write(HEADER + "a,2024-01-05,1\n" * 20)
    contract = desk.contract("meters_long")
    blocks = read_checked(inspect(path, contract), contract, **desk.setting())
    next(blocks)
    with path.open("a") as file:
        file.write("b,2024-01-05,2\n")
    with pytest.raises(Problem) as caught:
        list(blocks)
    assert caught.value.code == "ingest.file-changed"


def test_a_file_replaced_by_one_of_the_same_size(desk) -> None:
    path = desk.write(HEADER + "a,2024-01-05,1\n")

    def replace() -> None:
        times = path.stat()
        other = desk.write(HEADER + "a,2024-01-05,2\n", "other.csv")
        os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
        other.replace(path)

    with pytest.raises(Problem) as caught:
        read_all(desk, path, replace)
    assert caught.value.code == "ingest.file-changed"


def test_a_file_that_vanishes(desk) -> None:
    path = desk.write(HEADER + "a,2024-01-05,1\n")
    with pytest.raises(Problem) as caught:
        read_all(desk, path, path.unlink)
    assert caught.value.code == "ingest.file-missing"


def test_a_register_that_is_asked_for_and_not_there(desk) -> None:
    desk.changes["require_registered"] = True
    with pytest.raises(Problem) as caught:
        desk.read("meters_long", HEADER + "a,2024-01-05,1\n")
    assert caught.value.code == "ingest.no-register"
