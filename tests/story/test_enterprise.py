"""One enterprise of the town, on its page and in the terminal: what the run knew of it, and nothing of another run."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI

from openmbi.core.problems import ExitCode
from openmbi.core.tables import IndexSeries, IndexTerms
from openmbi.doors.web.app import application
from openmbi.flow.bureau import load_bureau
from openmbi.flow.enterprise_page import EnterprisePages
from openmbi.flow.gate.gate import Gate
from openmbi.store.runs import newest_saved
from openmbi.store.store import Store


@pytest.fixture(scope="module")
def pages(town: Path) -> EnterprisePages:
    return EnterprisePages(load_bureau(town))


def of(pages: EnterprisePages, code: str) -> dict[str, Any]:
    document = pages.document(code)
    assert document is not None
    return document


def asked(web: FastAPI, address: str) -> httpx.Response:
    async def answered() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://localhost:8000") as client:
            return await client.get(address)

    return asyncio.run(answered())


def test_every_enterprise_of_the_run_has_its_level_and_its_source(
    pages: EnterprisePages, computed: tuple[IndexTerms, IndexSeries]
):
    terms, _ = computed
    for row, code in enumerate(terms.subjects.tolist()):
        document, member = of(pages, code), terms.member[row]
        if not member[-7:].all():
            assert document["value"] is None
            continue
        assert float(document["value"]) == pytest.approx(100 * terms.relative[row, -7:].mean(), abs=0.00501)
        (use,) = document["sources"]
        month = terms.days.astype("datetime64[M]") == np.datetime64(use["month"])
        assert member[month].all()
        assert float(use["level"]) == pytest.approx(100 * terms.relative[row, month].mean(), abs=0.00501)
    assert sum(of(pages, code)["value"] is not None for code in terms.subjects.tolist()) > 12


def test_weights_add_up_to_the_zone(pages: EnterprisePages, computed: tuple[IndexTerms, IndexSeries]):
    shares = [float(of(pages, code)["weight"]) for code in computed[0].subjects.tolist()]
    assert sum(shares) == pytest.approx(100, abs=0.0005 * len(shares))


def test_the_light_is_that_of_the_overview(pages: EnterprisePages, document: dict[str, Any]):
    assert document["lights"]["warned"]
    for line in document["lights"]["warned"]:
        page = of(pages, line["subject"])
        assert {part: page["light"][part] for part in line["light"]} == line["light"]
        assert page["since"] == line["since"]
        assert page["history"]["runs"][-1]["colour"] == line["light"]["colour"]
    assert page["rule"] in document["method"]["rules"]
    assert "active days" in page["rule"]["measure"]["en"]


def test_it_is_compared_with_a_group_that_has_a_page(
    pages: EnterprisePages, town: Path, computed: tuple[IndexTerms, IndexSeries]
):
    compared = 0
    for code in computed[0].subjects.tolist():
        page = of(pages, code)
        groups = [json.loads((town / "output/data" / f"{each['path']}.json").read_bytes()) for each in page["groups"]]
        assert [group["title"] for group in groups] == [each["name"] for each in page["groups"]]
        peers = next((group for group in reversed(groups) if group["title"] == page["peers_name"]), None)
        if peers:
            assert peers["group"]["members"] > 1
            assert page["history"]["peers"][-1] == peers["group"]["value"]
            assert page["history"]["last_day"] == peers["history"]["last_day"]
            compared += 1
    assert compared > 12


def test_the_terminal_tells_the_same_document(town: Path, mbi, pages: EnterprisePages, document: dict[str, Any]):
    code = document["lights"]["warned"][0]["subject"]
    told = mbi("-b", town, "enterprise", code, "--json")
    assert told.code == ExitCode.OK
    assert told.json == of(pages, code)
    for language in ("zh", "en"):
        words = mbi("-b", town, "enterprise", code, lang=language).words
        page = told.json
        said = [page["title"], page["reason"], page["light"]["word"], page["simulated"], page["register"][0]["place"]]
        assert all(text[language].replace(" ", "") in words for text in said)
        assert page["sources"][0]["level"] in words


def test_an_enterprise_that_the_run_does_not_know_is_said_to_be_unknown(town: Path, mbi, pages: EnterprisePages):
    assert pages.document("nobody") is None
    told = mbi("-b", town, "enterprise", "nobody")
    assert told.code == ExitCode.PROBLEM
    assert "enterprise.unknown" in told.err


def test_a_new_run_is_taken_up_and_says_only_what_was_known_then(own_town: Path, mbi, document: dict[str, Any]):
    pages, code = EnterprisePages(load_bureau(own_town)), document["lights"]["warned"][0]["subject"]
    now = of(pages, code)
    day = date.fromisoformat(now["data_until"]) - timedelta(days=200)
    assert mbi("-b", own_town, "run", "--as-of", day).code == ExitCode.OK
    before = of(pages, code)
    assert before["as_of"].startswith(str(day))
    assert before["data_until"] <= str(day)
    assert before["history"]["last_day"] == before["data_until"]
    assert before["history"]["close"] != now["history"]["close"]


def test_a_run_that_kept_nothing_for_the_page_says_what_to_do(own_town: Path, mbi, document: dict[str, Any]):
    (newest_saved(Store(own_town / "store"), "runs").folder / "details.npz").unlink()
    told = mbi("-b", own_town, "enterprise", document["lights"]["warned"][0]["subject"])
    assert told.code == ExitCode.PROBLEM
    assert "enterprise.not-kept" in told.err


def test_without_a_register_a_page_has_level_and_light_alone(bureau: Path, mbi):
    days = [date(2015, 1, 1) + timedelta(days=passed) for passed in range(300)]
    lines = [f"{day},{100 + day.day},{200 if day < date(2015, 10, 1) else 20}" for day in days]
    (bureau / "incoming" / "daily").mkdir(parents=True, exist_ok=True)
    (bureau / "incoming" / "daily" / "use.csv").write_text("\n".join(["date,a,b", *lines]), encoding="utf-8")
    assert mbi("-b", bureau, "run", "--ingest").code == ExitCode.OK
    place = load_bureau(bureau)
    pages = EnterprisePages(place)
    fallen = of(pages, "b")
    assert (fallen["light"]["colour"], fallen["groups"], fallen["peers_name"], fallen["register"]) == (
        "red",
        [],
        None,
        [],
    )
    assert float(fallen["value"]) < 20
    assert [source["month"] for source in fallen["sources"]] == ["2015-09"]
    assert [each["path"] for each in fallen["navigation"]] == ["index", "alerts", "quality"]
    web = application(Gate(place, lambda: datetime.now(UTC)))
    overview, page = asked(web, "/en/").text, asked(web, "/en/enterprise/b.html").text
    assert 'href="enterprise/b.html"' in overview
    assert 'class="places"' in overview  # the pages of alerts, and no groups
    assert 'href="../index.html"' in page
    assert asked(web, "/site.css").status_code == 200


def test_an_enterprise_without_a_reading_has_what_the_register_says(own_town: Path, mbi):
    code, file = "91440310827523280X", own_town / "incoming" / "register" / "more.csv"
    file.write_text(f"enterprise,name,place,industry,valid_from\n{code},甲有限公司,449902,C33,2020-01-01\n", "utf-8")
    assert mbi("-b", own_town, "run", "--ingest").code == ExitCode.OK
    told = mbi("-b", own_town, "enterprise", code, "--json").json
    assert (told["light"]["colour"], told["since"], told["value"], told["weight"], told["history"]) == (
        "no_data",
        None,
        None,
        None,
        None,
    )
    assert [entry["first"] for entry in told["register"]] == ["2020-01-01"]
    assert "no electricity use was known" in told["reason"]["en"]
    assert "甲有限公司" in mbi("-b", own_town, "enterprise", code).out
