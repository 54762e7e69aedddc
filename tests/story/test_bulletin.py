"""The bulletin of a computed town, from the command line to its pages."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from openmbi.core.problems import ExitCode
from openmbi.store.runs import DOCUMENTS, newest_saved
from openmbi.store.store import Store


@pytest.fixture(scope="module")
def month(town: Path) -> str:
    """The last month of the town's data that is over."""
    monthly = newest_saved(Store(town / "store"), "runs").document()["level"]["monthly"]
    return [one["period"] for one in monthly if one["complete"]][-1]


@pytest.fixture(scope="module")
def folder(town: Path, month: str, mbi, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bulletin in every format and both languages."""
    target = tmp_path_factory.mktemp("bulletin")
    formats = [part for form in ("pdf", "docx", "html") for part in ("--format", form)]
    told = mbi("-b", town, "bulletin", month, *formats, "--out", target)
    assert told.code == 0, told.err
    assert sorted(Path(line).name for line in told.out.splitlines()) == sorted(
        [
            f"bulletin-{month}.json",
            *(f"bulletin-{month}.{lang}.{form}" for lang in ("en", "zh") for form in ("docx", "html", "pdf")),
        ]
    )
    return target


def pages(file: Path) -> list[str]:
    with pypdfium2.PdfDocument(file) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


@pytest.fixture(scope="module")
def document(folder: Path, month: str) -> dict:
    return json.loads((folder / f"bulletin-{month}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_marked_and_numbered(folder: Path, document: dict, month: str, language: str):
    found = pages(folder / f"bulletin-{month}.{language}.pdf")
    assert len(found) > 2
    for number, text in enumerate(found, 1):
        for mark in document["marks"]:
            assert mark[language] in text
        assert f"{number} / {len(found)}" in text
        assert document["run"] in text
        assert document["data_until"] in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_hold_the_figures_of_the_document(folder: Path, document: dict, month: str, language: str):
    text = "\n".join(pages(folder / f"bulletin-{month}.{language}.pdf"))
    tables = [block for section in document["sections"] for block in section["blocks"] if block["kind"] == "table"]
    assert tables
    figures = [cell["text"][language] for table in tables for row in table["rows"] for cell in row if "text" in cell]
    numbers = [one for one in figures if re.fullmatch(r"[+−]?[\d,]+(\.\d+)?", one)]
    assert len(numbers) > 20
    assert [one for one in numbers if one not in text] == []


def test_it_has_bookmarks_for_its_sections_and_its_fonts_inside(folder: Path, document: dict, month: str):
    file = folder / f"bulletin-{month}.zh.pdf"
    with pypdfium2.PdfDocument(file) as found:
        titles = [mark.get_title() for mark in found.get_toc() if mark.level == 0]
        assert found.get_metadata_value("Title") == f"{document['title']['zh']} {document['month_label']['zh']}"
    assert [one.split(" ", 1)[-1] for one in titles] == [one["title"]["zh"] for one in document["sections"]]
    assert b"/FontFile" in file.read_bytes() or b"ObjStm" in file.read_bytes()


def test_the_level_is_the_one_that_the_run_published(town: Path, document: dict, month: str):
    monthly = newest_saved(Store(town / "store"), "runs").document()["level"]["monthly"]
    close = next(one["close"] for one in monthly if one["period"] == month)
    level = next(one for one in document["sections"] if one["code"] == "level")
    assert close in level["blocks"][0]["text"]["zh"]
    assert any(one["value"] == close for one in document["sections"][0]["blocks"][0]["items"])


def test_word_opens_with_its_headings(folder: Path, document: dict, month: str):
    found = Document(str(folder / f"bulletin-{month}.en.docx"))
    headings = [one.text for one in found.paragraphs if one.style.name == "Heading 1"]
    assert headings == [one["title"]["en"] for one in document["sections"]]


def test_the_same_run_gives_the_same_document(town: Path, document: dict, month: str, mbi, tmp_path: Path):
    again = mbi("-b", town, "bulletin", month, "--out", tmp_path, "--json").json
    changing = {"made_at", "footer", "imprint"}
    assert {k: v for k, v in again.items() if k not in changing} == {
        k: v for k, v in document.items() if k not in changing
    }


def test_the_next_bulletin_tells_what_was_revised(town: Path, document: dict, month: str, mbi, tmp_path: Path):
    first = date.fromisoformat(f"{month}-01")
    before = f"{first.year - (first.month == 1)}-{(first.month - 2) % 12 + 1:02d}"
    assert mbi("-b", town, "bulletin", before, "--out", tmp_path, "--format", "html", "--lang", "zh").code == 0
    assert not list(tmp_path.glob("*.en.*"))
    again = mbi("-b", town, "bulletin", month, "--out", tmp_path, "--json").json
    rules = {rule for section in again["sections"] for block in section["blocks"] for rule in block.get("rules", ())}
    assert "revision.none" in rules


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("1999-01",), "bulletin.month-without-data"),
        (("2025",), "bulletin.no-month"),
        (("soon",), "period.unreadable"),
        (("2025-06", "--edition", "public"), "bulletin.no-signed-release"),
        (("2025-06", "--run", "77"), "bulletin.no-run"),
        (("2025-06", "--as-of", "2001-01-01"), "figures.no-run"),
    ],
)
def test_what_cannot_be_made_is_refused(town: Path, mbi, tmp_path: Path, arguments: tuple[str, ...], code: str):
    told = mbi("-b", town, "bulletin", *arguments, "--out", tmp_path, "--json")
    assert told.code == ExitCode.PROBLEM
    assert json.loads(told.err)["problem"]["code"] == code
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def again(town: Path, mbi, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town with a second run, of what was known half a year before."""
    own = Path(shutil.copytree(town, tmp_path_factory.mktemp("again") / "town"))
    until = date.fromisoformat(newest_saved(Store(own / "store"), "runs").document()["headline"]["data_until"])
    told = mbi("-b", own, "run", "--as-of", until - timedelta(days=180))
    assert told.code == 0, told.err
    return own


def test_an_older_run_is_told_as_it_was(again: Path, document: dict, month: str, mbi, tmp_path: Path):
    newest = mbi("-b", again, "bulletin", month, "--json")
    assert json.loads(newest.err)["problem"]["code"] == "bulletin.month-without-data"
    older = mbi("-b", again, "bulletin", month, "--run", "1", "--out", tmp_path, "--format", "html", "--lang", "zh")
    assert [Path(line).name for line in older.out.splitlines()] == [
        f"bulletin-{month}.run-000001.json",
        f"bulletin-{month}.run-000001.zh.html",
    ]
    found = json.loads((tmp_path / f"bulletin-{month}.run-000001.json").read_text(encoding="utf-8"))
    assert found["run"] == "000001"
    level = [[one for one in told["sections"] if one["code"] == "level"] for told in (found, document)]
    assert level[0] == level[1]
    assert (
        mbi("-b", again, "bulletin", month, "--as-of", f"{datetime.now(UTC):%Y-%m-%d}", "--json").json["run"]
        == "000001"
    )


def test_a_run_that_kept_no_documents_cannot_be_told_later(again: Path, month: str, mbi):
    (again / "store" / "runs" / "000001" / DOCUMENTS).unlink()
    told = mbi("-b", again, "bulletin", month, "--run", "1", "--json")
    assert json.loads(told.err)["problem"]["code"] == "bulletin.run-without-documents"


def test_pages_of_another_run_are_not_mixed_in(town: Path, month: str, mbi, tmp_path: Path):
    own = Path(shutil.copytree(town, tmp_path / "town"))
    (own / "store" / "runs" / "000001" / DOCUMENTS).unlink()
    file = next((own / "output" / "data").glob("*/index.json"))
    kept = own / "output" / "data" / "city" / "index.json"
    content = json.loads((kept if kept.exists() else file).read_text(encoding="utf-8"))
    kept.write_text(json.dumps(content | {"run_at": "2000-01-01T00:00:00+08:00"}), encoding="utf-8")
    told = mbi("-b", own, "bulletin", month, "--json")
    assert json.loads(told.err)["problem"]["code"] == "bulletin.pages-of-another-run"
