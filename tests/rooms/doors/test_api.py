"""The API: its forms, tags, pages, refusals, and who may ask."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.rooms.doors.asked_app import AskedApp
from tests.rooms.flow.gate.small_runs import AUDITOR, CITY, ENTERPRISE, RESEARCHER, small_gate, write_run

from openmbi.core.access import LOCAL, Viewer
from openmbi.core.periods import Frequency
from openmbi.core.tables import Colour, Level
from openmbi.doors.api import callers
from openmbi.doors.api.app import api
from openmbi.doors.api.forms import Form, form_of
from openmbi.flow.gate.gate import Gate

CELLS = "/cells?indicator=activity_level&period=2026-02"
FIGURES = [
    "/figures",
    "/cells?indicator=activity_level",
    "/series/city/440600",
    "/lights",
    "/vintages?indicator=activity_level&subject=440600&period=2026-01",
]


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    return small_gate(tmp_path, monkeypatch)


@pytest.fixture
def asked(gate: Gate) -> AskedApp:
    return AskedApp(api(gate))


def as_viewer(gate: Gate, viewer: Viewer) -> AskedApp:
    """Return the API as it is mounted where somebody has signed in."""
    app = api(gate)

    async def mounted(scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["viewer"] = viewer
        await app(scope, receive, send)

    return AskedApp(mounted)


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a file of CSV, without its notes."""
    lines = [line for line in content.decode("utf-8-sig").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.mark.parametrize("address", FIGURES)
def test_every_answer_says_what_it_rests_on(asked: AskedApp, address: str):
    answer = asked.get(address)
    assert answer.status_code == 200
    about = answer.json()["meta"]["about"]
    assert (about["kind"], about["name"], about["timing"]["code"]) == ("run", "000002", "real-time")
    assert about["internal_only"] == {"zh": "仅限内部", "en": "Internal only"}
    told = {name: answer.headers[f"mbi-{name}"] for name in ("origin", "as-of", "internal-only", "simulated")}
    assert told == {
        "origin": "run/000002",
        "as-of": "2026-02-28T23:59:59+08:00",
        "internal-only": "true",
        "simulated": "false",
    }
    assert answer.headers["cache-control"] == "private, no-cache"
    earlier = asked.get(address + ("&" if "?" in address else "?") + "as_of=2026-02-10")
    assert earlier.json()["meta"]["about"]["name"] == "000001"


def test_all_forms_tell_the_same(asked: AskedApp):
    columns = asked.get(CELLS).json()["columns"]
    arrow = pa.ipc.open_stream(asked.get(f"{CELLS}&format=arrow").content).read_all()
    parquet = pq.read_table(io.BytesIO(asked.get(CELLS, {"Accept": "application/vnd.apache.parquet"}).content))
    assert arrow.to_pydict() == parquet.to_pydict() == columns
    rows = rows_of(asked.get(CELLS, {"Accept": "text/csv"}).content)
    assert [row["cell"] for row in rows] == columns["cell"]
    assert [row["value"] for row in rows] == ["98", "92", ""]
    assert b'"000002"' in (arrow.schema.metadata or {})[b"openmbi"]


def test_a_name_is_no_formula_in_a_spreadsheet(asked: AskedApp):
    names = [row["name_zh"] for row in rows_of(asked.get("/lights?level=enterprise&format=csv").content)]
    assert "'=佛山厂" in names
    assert "=佛山厂" in asked.get("/lights?level=enterprise").json()["columns"]["name_zh"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", Form.JSON),
        ("*/*", Form.JSON),
        ("text/csv;q=0.4, application/json;q=0.2", Form.CSV),
        ("text/html, application/vnd.apache.arrow.stream", Form.ARROW),
        ("application/json;q=x, text/csv;q=0.1", Form.CSV),
    ],
)
def test_the_header_accept_chooses_the_form(accept: str, form: Form):
    assert form_of(None, accept) is form


DOCUMENTS = ["/catalog", "/codelists", "/codelists/FREQ", "/calendar?year=2025", "/releases"]
WORKED = ["/cases", "/contributions"]


def in_forms(address: str) -> list[str]:
    return [f"{address}{'&' if '?' in address else '?'}format={form}" for form in ("csv", "arrow", "parquet")]


@pytest.mark.parametrize(
    "address",
    [
        *FIGURES,
        *DOCUMENTS,
        *(one for each in FIGURES for one in in_forms(each)),
        *WORKED,
        *(one for each in WORKED for one in in_forms(each)),
    ],
)
def test_what_is_unchanged_is_not_sent_again(asked: AskedApp, address: str):
    tag = asked.get(address).headers["etag"]
    again = asked.get(address, {"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert asked.get(address, {"If-None-Match": '"other"'}).status_code == 200


def test_a_new_run_has_another_tag(gate: Gate, asked: AskedApp):
    tag = asked.get(CELLS).headers["etag"]
    write_run(gate.bureau.folder, 3, "2026-03-31T15:59:59+00:00", shift=1.0, months=("2026-02", "2026-03"))
    again = asked.get(CELLS, {"If-None-Match": tag})
    assert again.status_code == 200
    assert again.json()["meta"]["about"]["name"] == "000003"


def test_tags_differ_by_scope_form_and_question(gate: Gate, asked: AskedApp):
    answers = [asked.get(CELLS), asked.get(f"{CELLS}&format=csv"), asked.get(CELLS.replace("-02", "-01"))]
    answers.append(as_viewer(gate, CITY).get(CELLS))
    assert len({answer.headers["etag"] for answer in answers}) == 4
    assert answers[-1].json()["columns"]["city"] == ["440600", "440600"]


def test_pages_follow_each_other_by_their_links(asked: AskedApp):
    whole = asked.get("/figures").json()["columns"]["subject"]
    address, told = "/figures?limit=5", []
    while address:
        answer = asked.get(address)
        told += answer.json()["columns"]["subject"]
        address = answer.links.get("next", {}).get("url", "")
    assert told == whole


def test_keys_and_statuses_in_the_manner_of_sdmx(asked: AskedApp):
    columns = asked.get("/figures?key=M.440600.C39%2BC13.&indicator=activity_level&keys=true&last=1").json()["columns"]
    assert columns["series_key"] == ["M.440600.C13.activity_level", "M.440600.C39.activity_level"]
    assert columns["obs_status"] == ["A", "O"]
    assert columns["conf_status"] == ["N", "N"]
    names = asked.get("/codelists").json()["codelists"]
    lists = {name: asked.get(f"/codelists/{name}").json()["codes"] for name in names}
    assert {"A", "O", "Q"} <= set(lists["OBS_STATUS"])
    assert {"D", "M"} <= set(lists["FREQ"])
    assert lists["REF_AREA"]["440600"]["zh"] == "佛山市"
    assert all(text["zh"] and text["en"] for codes in lists.values() for text in codes.values())


def test_code_lists_are_those_of_the_core_and_name_every_part_of_a_key(asked: AskedApp):
    def codes(name: str) -> set[str]:
        return set(asked.get(f"/codelists/{name}").json()["codes"])

    assert codes("FREQ") == set(Frequency)
    assert codes("LEVEL") == set(Level)
    assert codes("LIGHT") == {str(int(colour)) for colour in Colour}
    columns = asked.get("/figures?keys=true").json()["columns"]
    keys = [key.split(".") for key in columns["series_key"]]
    assert {len(key) for key in keys} == {4}
    for part, name in enumerate(("FREQ", "REF_AREA", "ACTIVITY", "INDICATOR")):
        told = {key[part].replace("@", ".") for key in keys if (name, key[1]) != ("ACTIVITY", "enterprise")}
        assert told <= codes(name), name
    assert set(columns["obs_status"]) <= codes("OBS_STATUS")
    assert set(columns["conf_status"]) <= codes("CONF_STATUS")


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/figures?indicator=nothing", 404, "access.none"),
        ("/figures?key=X.1", 400, "api.parameter"),
        ("/figures?start=2026-13", 400, "period.unreadable"),
        ("/figures?as_of=soon", 400, "as-of.unreadable"),
        ("/figures?as_of=2027-01-01", 400, "as-of.in-future"),
        ("/figures?as_of=2020-01-01", 404, "figures.no-run"),
        ("/figures?after=x", 400, "figures.page"),
        ("/figures?limit=0", 422, "api.parameter"),
        ("/figures?indicater=x", 422, "api.parameter"),
        ("/cells", 422, "api.parameter"),
        ("/alerts", 404, "figures.not-kept"),
        ("/calendar?year=2150", 404, "calendar.no-year"),
        ("/codelists/nothing", 404, "access.none"),
        ("/releases/7", 404, "access.none"),
        ("/nowhere", 404, "api.no-route"),
        ("/figures?indicator=%FF%00", 404, "access.none"),
    ],
)
def test_refusals_are_problems_in_both_languages(asked: AskedApp, address: str, status: int, code: str):
    answer = asked.get(address, {"Accept-Language": "zh"})
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["title"] == told["found"]["zh"]
    assert told["found"]["en"]
    assert "file" not in told


def test_a_form_that_there_is_not(asked: AskedApp):
    assert asked.get("/lights", {"Accept": "image/png"}).json()["code"] == "api.not-acceptable"


def test_a_light_tells_since_when_and_why(asked: AskedApp):
    lights = asked.get("/lights?level=city&level=industry").json()["columns"]
    assert lights["since"] == ["2026-02-20"] * 4
    assert (lights["reason_zh"][0], lights["reason_en"][0]) == ("第 2 次", "run 2")
    earlier = asked.get("/lights?level=city&as_of=2026-02-10").json()["columns"]
    assert (earlier["since"][0], earlier["reason_en"][0]) == ("2026-01-20", "run 1")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_it_only_reads(asked: AskedApp, method: str):
    assert asked.get("/figures", method=method).status_code == 405


@pytest.mark.parametrize(
    ("viewer", "status"), [(LOCAL, 200), (CITY, 200), (ENTERPRISE, 200), (RESEARCHER, 404), (AUDITOR, 403)]
)
def test_roles(gate: Gate, viewer: Viewer, status: int):
    assert as_viewer(gate, viewer).get("/figures").status_code == status


def test_a_token_says_who_calls(gate: Gate, monkeypatch: pytest.MonkeyPatch):
    known = {"mbi_city": CITY}
    monkeypatch.setattr(callers, "viewer_of_token", lambda _desk, token, *, now: known.get(token))
    asked = AskedApp(api(gate, SimpleNamespace(has_users=True)))  # pyright: ignore[reportArgumentType]
    nobody = asked.get("/lights")
    assert (nobody.status_code, nobody.headers["www-authenticate"]) == (401, "Bearer")
    for given in ("Bearer mbi_other", "Bearer ", "Basic mbi_city", "mbi_city"):
        assert asked.get("/lights", {"Authorization": given}).json()["code"] == "api.who"
    own = asked.get("/lights", {"Authorization": "Bearer mbi_city"}).json()["columns"]["subject"]
    assert "440600" in own
    assert "440100" not in own
    assert asked.get("/health").json() == {"status": "ok"}


def test_the_document_tells_both_languages_and_every_parameter(asked: AskedApp):
    document = asked.get("/openapi.json").json()
    assert len(document["paths"]) >= 15
    for path in document["paths"].values():
        told = [path["get"]["description"], path["get"]["summary"]]
        told += [
            one["description"]
            for one in path["get"].get("parameters", [])
            if one["name"] != "level" or one["in"] == "query"
        ]
        assert [text for text in told if " · " not in text and "·" not in text] == []
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_an_error_inside_is_told_without_its_inside(gate: Gate, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(type(gate.origins), "of", broken)
    app = api(gate)

    async def quiet(scope: Any, receive: Any, send: Any) -> None:
        try:
            await app(scope, receive, send)
        except RuntimeError:
            return

    answer = AskedApp(quiet).get("/figures")
    assert (answer.status_code, answer.json()["code"]) == (500, "api.broken")
    assert "secret" not in answer.text
