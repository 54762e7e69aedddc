"""The web door's pages of alerts and cases: drawn from what the run wrote, a case brought up to date with every request."""

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
from openmbi.reports.province.rendering import page

EXAMPLES = package_folder("openmbi.reports")


def example(name: str) -> dict[str, Any]:
    return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    for name in ("alerts/example/alerts.json", "alerts/example/city.json", "case/example/case.json"):
        document = example(name)
        file = tmp_path / "data" / f"{document['path']}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(document), encoding="utf-8")
    return tmp_path


def ask(app: FastAPI, address: str) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.get(address)

    return asyncio.run(asked())


def served(output: Path, progress: dict[int, dict[str, Any]]) -> FastAPI:
    return application(shown_gate(dict, Site(output, case=progress.get), output))


@pytest.mark.parametrize("language", list(Language))
def test_lists_of_alerts_are_served(output: Path, language: Language):
    app = served(output, {})
    for name in ("alerts", "city"):
        document = example(f"alerts/example/{name}.json")
        assert without_shell(ask(app, f"/{language}/{document['path']}.html").text) == without_shell(
            page(document, language)
        )


def test_a_case_is_brought_up_to_date(output: Path):
    said = {"zh": "已反馈，待数据核验", "en": "feedback given, to be verified by the data"}
    changed = {"state": {"code": "feedback_given", "name": said}, "looked_at": "2024-09-16 08:00", "next": []}
    assert ask(served(output, {12: changed}), "/data/case/12.json").json()["state"]["code"] == "feedback_given"


def test_a_case_that_is_not_known_any_more_stays_as_it_was_written(output: Path):
    assert ask(served(output, {}), "/data/case/12.json").json() == example("case/example/case.json")
    assert ask(served(output, {13: {"state": None}}), "/data/case/13.json").status_code == 404
