"""Figures at the gate: which run answers, who sees what, page by page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from tests.rooms.flow.gate.small_runs import (
    AUDITOR,
    CITY,
    ENTERPRISE,
    EVERYBODY,
    FOSHAN,
    GUANGZHOU,
    LEVEL,
    RESEARCHER,
    small_gate,
)

from openmbi.core.access import Viewer
from openmbi.core.periods import Frequency, parse_period
from openmbi.core.problems import Problem
from openmbi.core.releases import PublicRelease, PublicTable, ReleaseStanding, ReleaseState
from openmbi.core.tables import Colour, Level
from openmbi.flow.gate import released
from openmbi.flow.gate.asked import FiguresAsked
from openmbi.flow.gate.cells import CellsAsked, cells
from openmbi.flow.gate.figures import figures
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.lights import LightsAsked, lights
from openmbi.flow.gate.vintages import VintagesAsked, vintages

JANUARY = datetime(2026, 2, 10, tzinfo=UTC)


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    return small_gate(tmp_path, monkeypatch)


def refused(code: str) -> pytest.RaisesExc[Problem]:
    return pytest.RaisesExc(Problem, check=lambda problem: problem.code == code)


def test_the_newest_run_answers_and_says_so(gate: Gate) -> None:
    found = figures(gate, EVERYBODY, FiguresAsked(("activity_level",), (Level.CITY,)))
    assert found.columns["subject"] == ["440100", "440100", "440600", "440600"]
    assert found.columns["period"] == ["2026-01", "2026-02"] * 2
    assert found.columns["value"].tolist() == [101.0, 102.0, 95.0, 94.0]
    assert found.about is not None
    assert (found.about.name, found.about.timing["code"]) == ("000002", "real-time")
    assert found.about.as_of == "2026-02-28T23:59:59+08:00"


def test_an_as_of_is_answered_by_the_run_that_knew_no_more(gate: Gate) -> None:
    asked = FiguresAsked(("activity_level",), subjects=("440600",), as_of=JANUARY)
    found = figures(gate, EVERYBODY, asked)
    assert found.columns["value"].tolist() == [94.5, 93.5]
    assert found.about is not None
    assert found.about.name == "000001"
    with refused("figures.no-run"):
        figures(gate, EVERYBODY, FiguresAsked(as_of=datetime(2026, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (EVERYBODY, {*LEVEL, FOSHAN, GUANGZHOU}),
        (CITY, {"440600", "440606", "440600-C13", "440600-C39", FOSHAN}),
        (ENTERPRISE, {FOSHAN}),
    ],
    ids=["everybody", "city", "enterprise"],
)
def test_a_viewer_sees_what_the_scope_reaches(gate: Gate, viewer: Viewer, seen: set[str]) -> None:
    found = figures(gate, viewer, FiguresAsked())
    assert set(found.columns["subject"]) == seen
    assert set(lights(gate, viewer, LightsAsked()).columns["subject"]) <= seen


def test_a_researcher_is_answered_from_public_releases_alone(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    with refused("figures.no-release"):
        figures(gate, RESEARCHER, FiguresAsked())
    rows = (
        ("city", "440600", "2026-01", 95.0),
        ("city", "440100", "2026-01", None),
        ("cell", "440600-C39", "2026-02", 88.0),
    )
    table = PublicTable("activity_level", "index", ("level", "code", "period", "value"), rows)
    public = PublicRelease(
        1, "000001", "2026-01-31T15:59:59+00:00", "2026-02-01T00:00:00+00:00", False, (table,), {}, {}
    )
    standing = ReleaseStanding(1, ReleaseState.SIGNED, "li", datetime(2026, 2, 1, tzinfo=UTC))
    monkeypatch.setattr(released, "releases", lambda *_: (standing,))
    monkeypatch.setattr(released, "release", lambda *_: public)
    found = figures(gate, RESEARCHER, FiguresAsked())
    assert found.table["value"].to_pylist() == [88.0, None, 95.0]
    assert found.about is not None
    assert (found.about.kind, found.about.internal_only) == ("release", None)
    first = figures(gate, RESEARCHER, FiguresAsked(limit=2))
    rest = figures(gate, RESEARCHER, FiguresAsked(limit=2, after=first.after))
    assert [*first.columns["subject"], *rest.columns["subject"]] == found.columns["subject"]
    assert figures(gate, RESEARCHER, FiguresAsked(industry="C39")).columns["subject"] == ["440600-C39"]
    assert figures(gate, RESEARCHER, FiguresAsked(place="440600", newest=1)).rows == 2
    with refused("figures.no-release"):
        figures(gate, RESEARCHER, FiguresAsked(as_of=datetime(2026, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("viewer", [AUDITOR, RESEARCHER], ids=["audit", "researcher"])
def test_who_may_read_no_internal_figure_gets_none(gate: Gate, viewer: Viewer) -> None:
    asking = [
        lambda: cells(gate, viewer, CellsAsked("activity_level")),
        lambda: lights(gate, viewer, LightsAsked()),
        lambda: vintages(gate, viewer, VintagesAsked("activity_level", "440600", parse_period("2026-01"))),
    ]
    for ask in asking:
        with refused("access.not-permitted"):
            ask()


@pytest.mark.parametrize("asked", [FiguresAsked(subjects=("440100",)), FiguresAsked(subjects=("nobody",))])
def test_outside_and_nowhere_are_told_alike(gate: Gate, asked: FiguresAsked) -> None:
    with refused("access.none"):
        figures(gate, CITY, asked)


@pytest.mark.parametrize(
    ("asked", "subjects"),
    [
        (FiguresAsked(("activity_level",), place="440600"), {"440600", "440606", "440600-C13", "440600-C39"}),
        (FiguresAsked(("activity_level",), industry="C39"), {"C39", "440100-C39", "440600-C39"}),
        (FiguresAsked(("enterprise_light",), industry="C39"), {FOSHAN}),
        (FiguresAsked(("activity_level",), areas=("440600",), activities=("C39",)), {"440600-C39"}),
        (FiguresAsked(("activity_level",), activities=("_T",)), {"440000", "440100", "440600", "440606"}),
        (FiguresAsked(("activity_level",), areas=("440000",), activities=("C39",)), {"C39"}),
    ],
)
def test_figures_are_narrowed(gate: Gate, asked: FiguresAsked, subjects: set[str]) -> None:
    assert set(figures(gate, EVERYBODY, asked).columns["subject"]) == subjects


def test_periods_are_narrowed(gate: Gate) -> None:
    asked = FiguresAsked(("activity_level",), (Level.ZONE,), (Frequency.MONTHLY,))
    of = lambda **more: figures(gate, EVERYBODY, FiguresAsked(**{**vars(asked), **more})).columns["period"]  # noqa: E731
    assert of(newest=1) == ["2026-02"]
    assert of(last=parse_period("2026-01-15")) == ["2026-01"]
    assert of(first=parse_period("2026-W07")) == ["2026-02"]


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_tell_everything_once(gate: Gate, limit: int) -> None:
    names = ("indicator", "level", "frequency", "subject", "period")
    whole = figures(gate, EVERYBODY, FiguresAsked())
    told, after = [], None
    for _ in range(whole.rows + 1):
        page = figures(gate, EVERYBODY, FiguresAsked(after=after, limit=limit))
        assert page.rows <= limit
        told += list(zip(*(page.columns[name] for name in names), strict=True))
        after = page.after
        if after is None:
            break
    assert told == list(zip(*(whole.columns[name] for name in names), strict=True))
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("after", ["x", "W10", "WyIwMDAwMDkiLCAiYS9iL2MiLCAieCIsICJ5Il0", "////", "é"])
def test_what_no_page_gave_is_refused(gate: Gate, after: str) -> None:
    with refused("figures.page"):
        figures(gate, EVERYBODY, FiguresAsked(after=after))


def test_cells_have_light_and_weight(gate: Gate) -> None:
    found = cells(gate, CITY, CellsAsked("activity_level", parse_period("2026-02")))
    assert found.columns["cell"] == ["440600-C13", "440600-C39"]
    assert found.columns["light"] == ["yellow", "red"]
    assert found.columns["value"][0] == 92.0
    assert np.isnan(found.columns["value"][1])
    assert found.table["value"].to_pylist() == [92.0, None]
    assert found.columns["weight"].tolist() == [0.25, 0.25]
    with refused("access.none"):
        cells(gate, CITY, CellsAsked("activity_level", parse_period("2020-01")))


def test_lights_have_shape_and_letter(gate: Gate) -> None:
    found = lights(gate, EVERYBODY, LightsAsked(colours=(Colour.RED,)))
    assert found.columns["subject"] == ["440600", "440606", "440600-C39", FOSHAN]
    assert set(found.columns["shape"]) == {"▲"}
    assert found.columns["letter_zh"][0] == "红"
    first = lights(gate, EVERYBODY, LightsAsked(colours=(Colour.RED,), limit=2))
    rest = lights(gate, EVERYBODY, LightsAsked(colours=(Colour.RED,), limit=2, after=first.after))
    assert [*first.columns["subject"], *rest.columns["subject"]] == found.columns["subject"]


def test_vintages_tell_what_each_run_said(gate: Gate) -> None:
    found = vintages(gate, CITY, VintagesAsked("activity_level", "440600", parse_period("2026-01")))
    assert found.columns["run"] == ["000001", "000002"]
    assert found.columns["value"] == [93.5, 95.0]
    with refused("access.none"):
        vintages(gate, CITY, VintagesAsked("activity_level", "440100", parse_period("2026-01")))
