"""A new run is read and its first pages are drawn before a reader asks: once a run, again where it could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from tests.rooms.doors.shown_gate import shown_gate

from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.doors.web.drawing import Drawing
from openmbi.doors.web.preparing import Preparing
from openmbi.doors.web.web import Web
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.preparing import prepared, written

DOCUMENT = {"report": "matrix"}


class Noted(Drawing):
    """Notes what is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[tuple[str, Language]] = []

    def page(self, document: dict[str, Any], language: Language, navigation: Any = ()) -> str:
        self.drawn.append((document["report"], language))
        return ""


@pytest.fixture
def web() -> Web:
    return Web(shown_gate(nothing_yet), drawing=Noted())


def nothing_yet() -> dict[str, Any]:
    raise Problem(
        "run.none", Text("尚无计算结果", "nothing has been computed yet"), Text("先执行 mbi run", "run mbi run")
    )


def test_a_bureau_without_a_run_is_not_read(web: Web):
    assert written(web.gate) is None
    assert list(prepared(web.gate)) == []


def test_a_run_is_prepared_once_and_a_later_one_too(web: Web):
    runs = iter([None, ("000001", 5), ("000001", 5), ("000001", 6)])
    looked, enough = [], Event()

    def told(_gate: Gate) -> tuple[str, int] | None:
        looked.append(next(runs, ("000001", 6)))
        if len(looked) > 5:
            enough.set()
        return looked[-1]

    def documents(_gate: Gate) -> Iterator[dict[str, Any]]:
        if len(looked) == 2:
            raise FileNotFoundError("the run is just being put in its place")
        yield DOCUMENT

    with Preparing(web, look=told, read=documents, seconds=0.001):
        assert enough.wait(10)
    assert isinstance(web.drawing, Noted)
    assert web.drawing.drawn == [("matrix", language) for _ in range(2) for language in Language]
