"""Every report, found by discovery: its example document is plain JSON, every text in it bilingual, and its pages are strict and marked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from openmbi.core.language import Language
from openmbi.core.registry import declared_files, load, package_folder

REPORTS = {one.name: one.file.parent for one in declared_files(package_folder("openmbi.reports"), "*/report.py")}
EXAMPLES = [(name, path) for name, folder in REPORTS.items() for path in sorted((folder / "example").glob("*.json"))]

every_example = pytest.mark.parametrize(("name", "path"), EXAMPLES, ids=[f"{n}/{p.stem}" for n, p in EXAMPLES])


def parts(content: object) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict):
        yield content
    if isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from parts(part)


def test_every_report_has_page_and_example():
    for name, folder in REPORTS.items():
        assert (folder / "page.html.jinja").is_file()
        assert any(found == name for found, _ in EXAMPLES)


@every_example
def test_every_text_of_the_document_is_in_both_languages(name: str, path: Path):
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["report"] == name
    spoken = [part for part in parts(document) if part.keys() & {"zh", "en"}]
    assert spoken
    for part in spoken:
        assert part.keys() == {"zh", "en"}
        assert all(isinstance(text, str) and text.strip() for text in part.values())


def marked(document: dict[str, Any]) -> dict[str, str]:
    """What every page says of who may see it: that it is internal, or of the public edition of the bulletin its first mark."""
    if document["internal_only"] is None:
        assert document["edition"] == "public"
        return document["marks"][0]
    return document["internal_only"]


@every_example
def test_pages_are_marked_and_ask_nobody(name: str, path: Path):
    document = json.loads(path.read_text(encoding="utf-8"))
    pages = load(f"openmbi.reports.{name}", "page").pages(document)
    assert set(pages) == set(Language)
    for language, page in pages.items():
        assert f'<html lang="{language}' in page
        assert marked(document)[language] in page
        assert (document["simulated"] is None) or document["simulated"][language] in page
        assert "<script" not in page
        assert set(re.findall(r"https?://[^\"'\s<]+", page)) <= {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1999/xlink",
        }
        assert not re.search(r"\b(None|NaN|Undefined)\b", page)
