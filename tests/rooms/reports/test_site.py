"""The site as files: every link leads somewhere, both languages have every page, examples are what the reports make."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest

from openmbi.core.language import Language, Text
from openmbi.core.registry import package_folder
from openmbi.core.tables import Level
from openmbi.reports.enterprise.report import enterprise
from openmbi.reports.own.report import own
from openmbi.reports.province.frame import frame
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.paths import page_path
from openmbi.reports.releases.report import releases
from openmbi.reports.site import documents, site

LINK = re.compile(r'href="([^"#][^"]*)"')


@pytest.fixture(scope="module")
def files(small_province: ProvinceInput) -> dict[str, str]:
    return {path: content.decode() for path, content in site(small_province)}


def links_of(path: str, page: str) -> set[str]:
    found = (link for link in LINK.findall(page) if not link.startswith("data:"))
    return {unquote(posixpath.normpath(posixpath.join(posixpath.dirname(path), link))) for link in found}


def test_every_link_leads_to_a_file(files: dict[str, str]):
    """The overview's page is the only one that others write."""
    pages = {path: page for path, page in files.items() if path.endswith(".html")}
    led_to = {link for path, page in pages.items() for link in links_of(path, page)}
    assert led_to - set(files) == {"zh/index.html", "en/index.html"}
    assert set(pages) - led_to == set()


def test_every_document_has_its_page_in_every_language(small_province: ProvinceInput, files: dict[str, str]):
    made = {document["path"]: document for document in documents(small_province)}
    assert len(made) == 1 + 1 + 1 + 3 + (1 + 3 + 4 + 12 + 2)
    for path, document in made.items():
        assert json.loads(files[f"data/{path}.json"]) == document
        for language in Language:
            assert f'<h1 id="title">{document["title"][language]}' in files[f"{language}/{path}.html"]


@pytest.mark.parametrize("language", list(Language))
def test_every_page_says_whose_of_when_and_that_it_is_internal_and_simulated(files: dict[str, str], language: Language):
    for path, page in files.items():
        if path.startswith(f"{language}/"):
            assert {"zh": "仅限内部", "en": "Internal only"}[language] in page
            simulated = {"zh": "模拟数据，不是真实企业", "en": "Simulated data, no real enterprises"}[language]
            assert page.count(simulated) >= 2 + page.count('xmlns="http://www.w3.org/2000/svg"')
            assert {"zh": "示例省制造业监测处", "en": "Example monitoring desk"}[language] in page
            assert "2024-09-15" in page
            assert "2024-09-16 23:59" in page


def test_pages_ask_for_nothing_but_their_style(files: dict[str, str]):
    for path, page in files.items():
        if path.endswith(".html"):
            assert "<script" not in page
            assert "<style" not in page
            assert " style=" not in page
            assert re.findall(r"(?:src|srcset)=", page) == []


def test_a_code_that_is_no_file_name_still_has_its_page(small_province: ProvinceInput):
    odd = "a/../b c?"
    series = small_province.series[Level.SIZE_CLASS]
    groups = series.groups.astype(object)
    groups[0] = odd
    named = replace(series, groups=groups.astype(str))
    lights = {level: each for level, each in small_province.lights.items() if level is not Level.SIZE_CLASS}
    source = replace(
        small_province, series={**small_province.series, Level.SIZE_CLASS: named}, lights=lights, composite={}
    )
    files = {path: content.decode() for path, content in site(source)}
    path = f"zh/{page_path(Level.SIZE_CLASS, odd)}.html"
    assert ".." not in path.split("/")
    assert path in files
    assert path in links_of("zh/size_class/index.html", files["zh/size_class/index.html"])


def test_a_zone_alone_has_no_matrix_and_no_tiles(small_province: ProvinceInput):
    bare = ProvinceInput(
        about=replace(small_province.about, simulated=False),
        series={Level.ZONE: small_province.series[Level.ZONE]},
        lights={Level.ZONE: small_province.lights[Level.ZONE]},
        reason=lambda level, code: Text("无", "none"),
    )
    pages = {path for path, _ in site(bare) if path.endswith(".html")}
    assert pages == {f"{language}/{path}.html" for language in Language for path in ("glance", "zone/440000")}


BESIDE_THE_SITE = {
    "overview",
    "adjustment",
    "alerts",
    "audit",
    "backtest",
    "case",
    "desk",
    "bulletin",
    "enterprises",
    "group_factors",
    "index_page",
    "map",
    "nowcast",
    "quality",
    "sheets",
}
"""Reports that are no page of what `documents` yields."""


def examples() -> list[tuple[str, str]]:
    folder = package_folder("openmbi.reports")
    found = sorted(folder.glob("*/example/*.json"))
    return [(file.parents[1].name, file.stem) for file in found if file.parents[1].name not in BESIDE_THE_SITE]


@pytest.mark.parametrize(("report", "name"), examples())
def test_examples_have_the_fields_that_the_report_makes(
    small_province: ProvinceInput, small_enterprise: Any, report: str, name: str
):
    text = (package_folder("openmbi.reports") / report / "example" / f"{name}.json").read_text(encoding="utf-8")
    made = {document["report"]: document for document in documents(small_province)}
    made["enterprise"] = enterprise(small_enterprise, frame(small_province))
    made["own"] = own([], frame(small_province))
    made["releases"] = releases([], frame(small_province), ZoneInfo("Asia/Shanghai"), "")
    assert json.loads(text).keys() == made[report].keys()
