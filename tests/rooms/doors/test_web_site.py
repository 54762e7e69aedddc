"""The web door's pages of a province: only known documents, in both languages, protected; enterprises on demand."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.rooms.doors.shown_gate import shown_gate, without_shell

from openmbi.core.language import Language
from openmbi.core.registry import package_folder
from openmbi.doors.web.app import application
from openmbi.flow.gate.site import Site
from openmbi.reports.enterprise.report import enterprise
from openmbi.reports.province.enterprise_inputs import EnterpriseInput
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.rendering import page
from openmbi.reports.site import site

LONE = ("adjustment", "audit", "backtest", "group_factors", "nowcast", "quality")
SECRET = "what nobody may read"


@pytest.fixture(scope="module")
def output(small_province: ProvinceInput, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bureau") / "output"
    for path, content in site(small_province):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (folder.parent / "secret.json").write_text(json.dumps({"path": "../secret", "title": SECRET}))
    (folder / "data" / "leak.json").symlink_to(folder.parent / "secret.json")
    return folder


@pytest.fixture
def app(document: dict[str, Any], output: Path) -> FastAPI:
    return application(shown_gate(lambda: document, Site(output)))


@pytest.fixture
def with_enterprises(document: dict[str, Any], output: Path, small_enterprise: EnterpriseInput) -> FastAPI:
    found = Site(output)

    def made(code: str) -> dict[str, Any] | None:
        frame = found.frame()
        return enterprise(small_enterprise, frame) if frame and code == small_enterprise.code else None

    return application(shown_gate(lambda: document, Site(output, made)))


def ask(app: FastAPI, address: str) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.get(address)

    return asyncio.run(asked())


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("path", ["tiles", "city/index", "city/440100", "cell/440100-C39", "zone/440000"])
def test_a_page_is_drawn_from_the_document_that_the_run_wrote(
    app: FastAPI, output: Path, language: Language, path: str
):
    answer = ask(app, f"/{language}/{path}.html")
    assert answer.status_code == 200
    written = (output / str(language) / f"{path}.html").read_text(encoding="utf-8")
    assert without_shell(answer.text) == without_shell(written)
    assert ask(app, f"/data/{path}.json").json() == json.loads((output / "data" / f"{path}.json").read_bytes())


@pytest.mark.parametrize("name", LONE)
def test_a_report_with_charts_of_its_own_draws_itself(app: FastAPI, output: Path, name: str):
    file = min((package_folder("openmbi.reports") / name / "example").glob("*.json"))
    example = json.loads(file.read_bytes())
    written = output / "data" / f"{example['path']}.json"
    written.parent.mkdir(exist_ok=True)
    written.write_text(json.dumps(example), encoding="utf-8")
    answer = ask(app, f"/en/{example['path']}.html")
    assert answer.status_code == 200
    assert example["title"]["en"] in answer.text


@pytest.mark.parametrize("address", ["/zh/matrix.html", "/data/matrix.json", "/site.css", "/zh/nowhere.html"])
def test_every_answer_is_protected(app: FastAPI, address: str):
    headers = ask(app, address).headers
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy or "script-src 'self';" in policy


@pytest.mark.parametrize(
    "address",
    [
        "/zh/nowhere.html",
        "/zh/city/000000.html",
        "/zh/city/440100/more.html",
        "/zh/..%2f..%2fsecret.html",
        "/data/..%2f..%2fsecret.json",
        "/data/..%2fsecret.json",
        "/data/%2e%2e/secret.json",
        "/data/city%2f..%2f..%2f..%2fsecret.json",
        "/data//etc/passwd.json",
        "/data/%00.json",
        "/data/leak.json",
        "/data/frame.json",
        "/data/.hidden.json",
        "/data/c:%5Csecret.json",
        "/zh/enterprise/91440606MA4TEST00X.html",
        "/zh/matrix",
        "/zh/site.css",
    ],
)
def test_nothing_but_known_documents_is_served(app: FastAPI, address: str):
    answer = ask(app, address)
    assert answer.status_code == 404
    assert SECRET not in answer.text


def test_another_name_for_this_machine_is_refused(app: FastAPI):
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://evil.example") as client:
            return await client.get("/zh/matrix.html")

    assert asyncio.run(asked()).status_code == 400


@pytest.mark.parametrize("language", list(Language))
def test_enterprises_are_made_on_demand(
    with_enterprises: FastAPI, small_enterprise: EnterpriseInput, language: Language
):
    address = f"enterprise/{small_enterprise.code}"
    shown, data = ask(with_enterprises, f"/{language}/{address}.html"), ask(with_enterprises, f"/data/{address}.json")
    assert shown.status_code == 200
    assert without_shell(shown.text) == without_shell(page(data.json(), language, served=True))
    assert small_enterprise.name
    assert small_enterprise.name in shown.text
    assert ask(with_enterprises, f"/{language}/enterprise/unknown.html").status_code == 404
    assert 'href="../enterprise/E' in ask(with_enterprises, f"/{language}/cell/440100-C39.html").text


def test_the_overview_leads_to_enterprises_that_can_be_asked_for(
    app: FastAPI, with_enterprises: FastAPI, document: dict[str, Any]
):
    first = document["lights"]["warned"][0]["subject"]
    assert f'<a href="enterprise/{first}.html">' in ask(with_enterprises, "/en/index.html").text
    assert 'href="enterprise/' not in ask(app, "/en/index.html").text


def test_the_overview_leads_to_the_other_pages(app: FastAPI, document: dict[str, Any]):
    overview = ask(app, "/en/").text
    for path in ("matrix", "tiles", "city/index", "zone/440000"):
        assert f'href="{path}.html"' in overview
    assert "matrix.html" not in ask(application(shown_gate(lambda: document)), "/en/").text


def test_a_bureau_without_pages_has_its_overview(document: dict[str, Any], tmp_path: Path):
    alone = application(shown_gate(lambda: document, Site(tmp_path / "output")))
    assert ask(alone, "/en/").status_code == 200
    assert ask(alone, "/en/matrix.html").status_code == 404
    assert ask(alone, "/site.css").status_code == 404


def test_the_style_sheet_is_the_one_that_pages_were_written_with(app: FastAPI, output: Path):
    answer = ask(app, "/site.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.text == (output / "site.css").read_text(encoding="utf-8")
