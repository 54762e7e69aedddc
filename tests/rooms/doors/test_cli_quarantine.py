"""From quarantine back: a mended export, a completed register, a widened contract; no waiting row is lost on the way."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openmbi.core.problems import ExitCode
from openmbi.store.manifest import entries, newest
from openmbi.store.store import Store

LINES = [
    "企业,日期,用电量",
    "E1,2015-03-02,10",
    "E2,2015-03-02,-20",
    "E3,2015-02-30,30",
    "E4,2015-03-02,1",
    "E4,2015-03-02,2",
    "E5,2015-03-02,1e12",
]
Rows = list[dict[str, str]]


@pytest.fixture
def waiting(bureau: Path, mbi) -> Path:
    """A bureau with one batch: one row in, five waiting."""
    path = bureau / "incoming" / "late" / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(LINES), encoding="utf-8")
    assert mbi("-b", bureau, "ingest").code == ExitCode.OK
    return bureau


@pytest.fixture
def mended(waiting: Path, tmp_path: Path, mbi) -> Callable[[Callable[[Rows], Rows]], Path]:
    """Export the batch, change the rows as a person would in a spreadsheet, and return the file."""

    def change(how: Callable[[Rows], Rows]) -> Path:
        path = tmp_path / "bad.csv"
        assert mbi("-b", waiting, "quarantine", "export", 1, path).code == ExitCode.OK
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
        names = list(rows[0])
        changed = how(rows)
        with path.open("w", encoding="utf-8-sig", newline="") as handle:
            writer = csv.DictWriter(handle, names)
            writer.writeheader()
            writer.writerows(changed)
        return path

    return change


def value_of(mbi, bureau: Path, subject: str, day: str = "2015-03-02") -> list[float]:
    told = mbi("-b", bureau, "history", f"use_kwh/{subject}/{day}", "--json")
    return [version["value"] for version in told.json] if told.code == ExitCode.OK else []


def by_line(rows: Rows) -> dict[str, dict[str, str]]:
    return {row["row_no"]: row for row in rows}


def mend_all(rows: Rows) -> Rows:
    lines = by_line(rows)
    lines["3"]["value"] = "20"
    lines["4"]["valid_at"] = "2015-03-02"
    lines["5"]["value"] = ""  # of the two values of one day this one is not to count
    lines["7"]["value"] = "1000"
    return rows


def test_mended_rows_are_accepted_and_the_rest_waits_on(waiting: Path, mbi, mended):
    told = mbi("-b", waiting, "quarantine", "retry", 1, "--from", mended(mend_all), "--strict", "--json")
    assert told.code == ExitCode.QUARANTINED
    ((batch, counts),) = [(one["batch"], one["counts"]) for one in told.json]
    assert (batch, counts["observations"], counts["accepted"], counts["quarantined"]) == (2, 5, 4, 1)
    assert [value_of(mbi, waiting, f"E{number}") for number in range(1, 6)] == [[10], [20], [30], [2], [1000]]
    (still,) = mbi("-b", waiting, "quarantine", "list", "--json").json
    assert (still["batch"], still["files"], still["reasons"]) == (2, ["a.csv"], {"missing_value": 1})
    assert mbi("-b", waiting, "quarantine", "retry", 1).code == ExitCode.PROBLEM  # taken over by batch 2


@pytest.mark.parametrize(
    "change",
    [lambda rows: rows[1:], lambda rows: [*rows, rows[0]], lambda rows: [rows[0] | {"row_no": "99"}, *rows[1:]]],
    ids=["a row deleted", "a row twice", "another row"],
)
def test_an_export_with_other_rows_is_refused_so_that_none_is_lost(waiting: Path, mbi, mended, change):
    number = newest(Store(waiting / "store"))
    told = mbi("-b", waiting, "quarantine", "retry", 1, "--from", mended(change))
    assert told.code == ExitCode.PROBLEM
    assert "quarantine.other-records" in told.err
    assert newest(Store(waiting / "store")) == number


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"file,row_no\na.csv,3\n",
        b"\xff\xfe\x00",
        b"file,row_no,observations,subject,valid_at,value,known_at,raw,reasons\na.csv,x,1,,,,,,\n",
    ],
)
def test_what_is_no_export_is_refused(waiting: Path, tmp_path: Path, mbi, content: bytes):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    told = mbi("-b", waiting, "quarantine", "retry", 1, "--from", path)
    assert told.code == ExitCode.PROBLEM
    assert "quarantine.unreadable-export" in told.err


def test_an_export_does_not_overwrite(waiting: Path, tmp_path: Path, mbi):
    path = tmp_path / "bad.csv"
    path.write_text("mine")
    assert "quarantine.file-exists" in mbi("-b", waiting, "quarantine", "export", 1, path).err
    assert path.read_text() == "mine"


def test_a_widened_contract_lets_its_rows_in(waiting: Path, mbi):
    contract = waiting / "sources" / "power_long" / "source.yml"
    contract.write_text(contract.read_text(encoding="utf-8") + "\nrange: {min: -100, max: 1e13}\n", encoding="utf-8")
    assert mbi("-b", waiting, "quarantine", "retry").code == ExitCode.OK
    assert (value_of(mbi, waiting, "E2"), value_of(mbi, waiting, "E5")) == ([-20], [1e12])


def test_retry_again_and_again_brings_nothing_twice(waiting: Path, mbi):
    for _ in range(3):
        assert mbi("-b", waiting, "quarantine", "retry").code == ExitCode.OK
    told = entries(Store(waiting / "store"))
    assert [entry.counts.quarantined for entry in told] == [5, 5, 5, 5]
    assert [entry.supersedes for entry in told] == [(), (1,), (2,), (3,)]


def test_an_unknown_enterprise_comes_in_when_the_register_knows_it(own_town: Path, mbi):
    (waits,) = mbi("-b", own_town, "quarantine", "list", "--json").json
    explained = mbi("-b", own_town, "quarantine", "explain", waits["batch"], "--json").json["rows"]
    unknown: dict[str, Any] = next(row for row in explained if row["reasons"] == ["unknown_enterprise"])
    register = own_town / "incoming" / "register" / "enterprises.csv"
    lines = register.read_text(encoding="utf-8-sig").splitlines()
    newcomer = [unknown["subject"], *lines[1].split(",")[1:]]
    added = register.with_name("enterprises_more.csv")
    added.write_text("\n".join([lines[0], ",".join(newcomer)]), encoding="utf-8")
    assert mbi("-b", own_town, "ingest", added, "--json").json[0]["counts"]["new"] == 1
    (made,) = mbi("-b", own_town, "quarantine", "retry", waits["batch"], "--json").json
    assert (made["counts"]["accepted"], made["counts"]["quarantined"], made["supersedes"]) == (1, 4, [waits["batch"]])
    assert value_of(mbi, own_town, unknown["subject"], unknown["valid_at"]) == [float(unknown["value"])]
