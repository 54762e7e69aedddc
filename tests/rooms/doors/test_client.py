"""The client: what it asks, how it waits, what it shows in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import narwhals as nw
import pytest
from tests.rooms.doors.asked_app import Through
from tests.rooms.flow.gate.small_runs import small_gate

import openmbi
from openmbi.core.problems import Problem
from openmbi.doors.api.app import api
from openmbi.doors.client.fetching import Fetching
from openmbi.doors.client.refused import Refused

Answers = Callable[[int], httpx.Response]
BASE = "http://localhost/api/v1"


@pytest.fixture
def through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Through:
    return Through(api(small_gate(tmp_path, monkeypatch)))


@pytest.fixture
def client(through: Through) -> openmbi.Client:
    return openmbi.Client(http=httpx.Client(transport=through, base_url="http://localhost"))


def test_figures_come_as_arrow_for_every_library(client: openmbi.Client):
    found = client.figures("activity_level", level=["city"], last=1)
    assert found.table["subject"].to_pylist() == ["440100", "440600"]
    assert found.to_pandas()["value"].tolist() == [102.0, 94.0]
    assert found.to_polars()["value"].to_list() == [102.0, 94.0]
    assert nw.from_native(found.table).shape == (2, 6)
    assert len(found) == 2
    assert found.about is not None
    assert found.about["name"] == "000002"


def test_every_question_has_its_answer(client: openmbi.Client):
    assert client.cells("activity_level", "2026-01").table["value"].to_pylist() == [99.0, 93.0, 88.0]
    assert client.series("cell", "440600-C39", "weight").table["value"].to_pylist() == [0.25]
    assert set(client.lights(colour=["red"]).table["light"].to_pylist()) == {"red"}
    assert client.vintages("activity_level", "440600", "2026-01").table["value"].to_pylist() == [93.5, 95.0]
    assert client.figures(key="M.440600.C39.activity_level", keys=True).table["conf_status"].to_pylist() == ["N", "N"]
    assert client.releases() == []
    assert client.calendar(2025)["year"] == 2025
    assert "activity_level" in client.catalog()["indexes"]
    assert client.code_list("FREQ")["M"] == {"zh": "月", "en": "monthly"}
    assert {"FREQ", "INDICATOR"} <= set(client.code_lists())
    assert client.health() == {"status": "ok"}
    assert client.cases(level="enterprise", closed=True).table.num_rows == 0
    assert client.contributions(depth=1).table["points"].to_pylist() == ["-1.0000", "1.0000", "-2.0000"]


def test_as_of_asks_what_was_known_then(client: openmbi.Client):
    then = client.as_of("2026-02-10")
    assert then.figures("activity_level", subject="440000", last=1).table["value"].to_pylist() == [98.5]
    assert client.figures("activity_level", subject="440000", last=1).table["value"].to_pylist() == [99.0]
    assert then.contributions(depth=0).table["points"].to_pylist() == ["-1.5000"]
    assert then.contributions().about == then.cells().about


def test_all_pages_are_fetched(through: Through):
    class Short(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            limited = request.url.copy_add_param("limit", "7")
            return through.handle_request(httpx.Request("GET", limited, headers=request.headers))

    short = openmbi.Client(http=httpx.Client(transport=Short(), base_url="http://localhost"))
    whole = openmbi.Client(http=httpx.Client(transport=through, base_url="http://localhost")).figures()
    assert short.figures().table.equals(whole.table)


def test_what_is_unchanged_is_not_sent_again(client: openmbi.Client, through: Through):
    first, again = client.cells(), client.cells()
    assert again.table.equals(first.table)
    assert [request.headers.get("if-none-match") is None for request in through.requests] == [True, False]


def test_who_may_take_no_file_gets_the_same_rows(through: Through):
    class NoFiles(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            headers = {name: value for name, value in request.headers.items() if name != "accept"}
            return through.handle_request(
                httpx.Request("GET", request.url, headers={**headers, "accept": "application/json"})
            )

    plain = openmbi.Client(http=httpx.Client(transport=NoFiles(), base_url="http://localhost"))
    whole = openmbi.Client(http=httpx.Client(transport=through, base_url="http://localhost"))
    assert plain.figures(last=1).table.to_pydict() == whole.figures(last=1).table.to_pydict()
    assert plain.lights().about == whole.lights().about


def test_a_refusal_is_told_with_its_code(client: openmbi.Client):
    with pytest.raises(Refused) as told:
        client.figures("nothing")
    assert (told.value.status, told.value.code) == (404, "access.none")
    assert "没有「nothing」" in told.value.found.zh


def fetching(answers: Answers, waits: list[float]) -> Fetching:
    count = iter(range(100))
    transport = httpx.MockTransport(lambda _: answers(next(count)))
    return Fetching(httpx.Client(transport=transport, base_url=BASE), wait=waits.append)


@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_where_the_server_is_busy(status: int):
    waits: list[float] = []
    told = {"retry-after": "3"} if status == 429 else {}
    answers = fetching(
        lambda n: httpx.Response(status, headers=told) if n < 2 else httpx.Response(200, text="x"), waits
    )
    assert answers.get("/x", [], "*/*").text == "x"
    assert waits == [3.0, 3.0] if status == 429 else 0.25 <= waits[0] <= 0.5 <= waits[1] <= 1.0


def test_it_gives_up_and_says_so():
    waits: list[float] = []
    with pytest.raises(Refused, match="429") as told:
        fetching(lambda _: httpx.Response(429), waits).get("/x", [], "*/*")
    assert (told.value.status, len(waits)) == (429, 3)


def test_it_does_not_wait_for_what_somebody_has_to_do():
    problem = {"code": "run.none", "found": {"zh": "尚无", "en": "none yet"}, "fix": {"zh": "做", "en": "do"}}
    waits: list[float] = []
    answer = httpx.Response(503, json=problem, headers={"content-type": "application/problem+json"})
    with pytest.raises(Refused, match="none yet"):
        fetching(lambda _: answer, waits).get("/x", [], "*/*")
    assert waits == []


def test_no_server_is_told():
    def broken(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(Problem) as told:
        openmbi.Client(http=httpx.Client(transport=httpx.MockTransport(broken), base_url=BASE)).cells()
    assert told.value.code == "client.unreachable"


def test_a_notebook_shows_marks_shapes_and_no_foreign_html(client: openmbi.Client):
    shown = client.lights(colour="red")._repr_html_()
    assert "仅限内部 · Internal only" in shown
    assert "▲ 红 R" in shown
    assert "real-time" in shown
    table = client.lights(level="enterprise").table
    bad = table.set_column(2, "name_zh", [["<script>alert(1)</script>"] * len(table)])
    shown = openmbi.Answered(bad, {"kind": "<b>", "name": "x", "as_of": "y"})._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown


def test_a_token_is_sent():
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"])
        return httpx.Response(200, json={"releases": []})

    client = openmbi.Client("http://server/", token="mbi_x")
    client._fetching._http._transport = httpx.MockTransport(answer)
    assert client.releases() == []
    assert seen == ["Bearer mbi_x"]
