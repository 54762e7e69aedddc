"""A zip archive through the command line: its members are taken in as files of their own, and found again by their names."""

from pathlib import Path
from zipfile import ZipFile

from openmbi.core.problems import ExitCode

HEADER = "企业,日期,用电量\n"


def test_members_are_taken_in_one_by_one(bureau: Path, mbi) -> None:
    path = bureau / "incoming" / "2015.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("late/一月.csv", HEADER + "E1,2015-01-02,10\nE2,2015-01-02,x\n")
        archive.writestr("late/二月.csv", HEADER + "E1,2015-02-02,20\n")
        archive.writestr("late/三月.csv", HEADER)
        archive.writestr("letter.docx", "dear")
    told = mbi("-b", bureau, "ingest", "--json")
    assert told.code == ExitCode.PROBLEM
    outcomes = {Path(one["file"]).relative_to(bureau / "incoming").as_posix(): one for one in told.json}
    assert outcomes["2015.zip/late/一月.csv"]["counts"]["quarantined"] == 1
    assert outcomes["2015.zip/late/二月.csv"]["counts"]["new"] == 1
    problems = {name: one["problem"] for name, one in outcomes.items() if one["problem"]}
    assert {name: problem["code"] for name, problem in problems.items()} == {
        "2015.zip/late/三月.csv": "ingest.header-only",
        "2015.zip/letter.docx": "ingest.no-contract",
    }
    assert all(problem["file"] == str(bureau / "incoming" / name) for name, problem in problems.items())
    batch = outcomes["2015.zip/late/一月.csv"]["batch"]
    export = bureau / "waiting.csv"
    assert mbi("-b", bureau, "quarantine", "export", batch, export).code == ExitCode.OK
    assert "2015.zip/late/一月.csv,3," in export.read_text(encoding="utf-8-sig").replace('"', "")
    again = mbi("-b", bureau, "ingest", "--json").json
    assert sum(one["already"] for one in again) == 2
