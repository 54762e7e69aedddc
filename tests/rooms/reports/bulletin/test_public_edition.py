"""The public edition tells a public release and nothing else."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from tests.rooms.reports.bulletin.small_release import KEPT_BACK, SOURCE, made_public, release
from tests.rooms.reports.bulletin.small_source import blocks_of

from openmbi.core.language import Language
from openmbi.core.releases import PublicRelease
from openmbi.reports.bulletin.charts.drawn import drawn
from openmbi.reports.bulletin.html import html_of
from openmbi.reports.bulletin.inputs import BulletinSource
from openmbi.reports.bulletin.public.inputs import PublicSource
from openmbi.reports.bulletin.public.published import Published
from openmbi.reports.bulletin.typeset import Families, typst_of


@pytest.fixture(scope="module")
def document():
    return made_public()


def section(document, code: str) -> dict:
    return next(one for one in document["sections"] if one["code"] == code)


def told(document, code: str) -> str:
    return " ".join(block["text"]["en"] for block in section(document, code)["blocks"] if block["kind"] == "paragraph")


def table(document, code: str) -> list[list[str]]:
    found = next(block for block in blocks_of(document, "table") if block["code"] == code)
    return [
        [cell["text"]["en"] if "text" in cell else cell["light"]["colour"] for cell in row] for row in found["rows"]
    ]


def test_it_says_which_release_it_is_made_of_and_that_it_is_public(document):
    assert told(document, "summary") == (
        "This bulletin is made of public release 1 alone, signed on 4 January 2026, from what was known on 2 January 2026."
    )
    assert document["internal_only"] is None
    assert document["edition"] == "public"
    assert [mark["en"] for mark in document["marks"]] == ["Public edition", "Simulated data, no real enterprises"]
    assert "Public release 1, signed on 2026-01-04" in document["footer"]["en"]
    assert "run" not in document


def test_a_correction_says_what_it_corrects_and_why_and_the_corrected_one_that_it_was(document):
    correction = release(number=2, corrects=1, why={"zh": "电量更正", "en": "readings corrected"})
    found = made_public(release=correction)
    assert "it corrects public release 1; reason: readings corrected." in told(found, "summary")
    assert "Correction" in [mark["en"] for mark in found["marks"]]
    old = made_public(corrected_by=2)
    assert "public release 2 corrects this one" in told(old, "summary")
    assert "Corrected since" in [mark["en"] for mark in old["marks"]]


def test_what_is_kept_back_is_counted_and_never_told(document):
    assert KEPT_BACK not in json.dumps(document)
    assert "Of 3 cities, 2 are published; 1 are left out" in told(document, "cities")
    assert [row[0] for row in table(document, "city")] == ["A", "B"]
    assert table(document, "left_out") == [
        ["Whole zone", "1", "1", "0"],
        ["City", "3", "2", "1"],
        ["Industry", "1", "1", "0"],
        ["City × industry", "2", "1", "1"],
    ]


def test_a_light_that_is_not_published_is_no_light_at_all(document):
    industry = table(document, "industry")[0]
    assert industry[1] == "–"
    tiles = next(block for block in blocks_of(document, "chart") if block["code"] == "city_lights")["drawing"]["tiles"]
    assert [one["name"]["en"] for one in tiles] == ["A"]
    matrix = next(block for block in blocks_of(document, "chart") if block["code"] == "matrix")["drawing"]
    assert matrix["cells"] == [[{"colour": "green", "weight": "25.000"}], [None]]


def test_what_is_left_out_and_rounding_are_one_part_so_that_all_add_up(document):
    drawing = next(block for block in blocks_of(document, "chart") if block["code"] == "waterfall_city")["drawing"]
    assert [(one["name"]["en"], one["points"]) for one in drawing["steps"]] == [
        ("A", "0.20"),
        ("B", "-0.30"),
        ("others, left out, rounding", "-0.40"),
    ]
    assert drawing["total"] == "-0.50"


def test_sentences_follow_the_published_figures(document):
    assert "was 98.00, 0.50 points down on a month before." in told(document, "level")
    assert "Use in December 2025 was −2.7 % on a year before, −3.2 % working-day adjusted." in told(document, "growth")
    assert "The composite of November 2025 is 100.00" in told(document, "index")
    assert told(document, "alerts") == "Alerts that stand, of the groups that are published: 1."
    assert table(document, "alerts") == [["City", "B", "red", "below what was expected", "2025-12-13", "2025-12-20"]]


def test_alerts_of_what_is_not_published_are_not_told_whatever_the_release_holds():
    documents = dict(SOURCE.release.documents)
    alert = dict(documents["alerts"][0])
    documents["alerts"] = [alert | {"level": "enterprise", "subject": "E1"}, alert | {"subject": KEPT_BACK}]
    found = made_public(release=release(documents=documents))
    assert told(found, "alerts") == "No group that is published has an alert."
    assert "E1" not in json.dumps(found)


def test_without_the_level_of_the_zone_its_sections_are_left_out():
    tables = tuple(
        replace(one, rows=tuple((*row[:3], None) if row[0] == "zone" else row for row in one.rows))
        for one in SOURCE.release.tables
    )
    found = made_public(release=release(tables=tables))
    codes = [one["code"] for one in found["sections"]]
    assert "level" not in codes
    assert "changes" not in codes
    assert "cities" in codes
    assert "is not known" in json.dumps(section(found, "summary"))


def test_an_unfinished_month_is_provisional():
    tables = tuple(
        replace(one, rows=tuple(row for row in one.rows if not (len(str(row[2])) == 10 and str(row[2]) > "2025-12-20")))
        for one in SOURCE.release.tables
    )
    found = made_public(release=release(tables=tables))
    assert "Provisional" in [mark["en"] for mark in found["marks"]]
    assert found["data_until"] == "2025-12-20"


@pytest.mark.parametrize("language", list(Language))
def test_every_renderer_draws_it(document, language: Language):
    charts = drawn(document, language, ("Arial",))
    page = html_of(document, language, charts)
    assert page.count("<figure>") == len(blocks_of(document, "chart")) == len(charts)
    assert SOURCE.bureau.say(language) in page
    assert b"bulletin" in typst_of(document, language, charts, Families("a", "b")).source


def test_the_two_editions_share_no_source():
    public = {one.name: str(one.type) for one in fields(PublicSource)}
    assert not {"overview", "run", "figures", "cases", "matrix", "zone_page"} & set(public)
    assert not issubclass(PublicSource, BulletinSource)
    assert [name for name, kind in public.items() if kind == PublicRelease.__name__] == ["release"]
    assert {one.name for one in fields(Published)} == {"source"}
