"""Files of evidence that no step took are removed, and only those."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.rooms.doors.worked_case import an_alert
from tests.rooms.flow.gate.small_runs import FOSHAN, NOW, small_gate

from openmbi.alerts.cases.machine import apply
from openmbi.core.cases import SYSTEM, Action, ActionKind, CaseSubject, EvidenceFile
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.cases import CaseStep, act
from openmbi.flow.unused_evidence import TRIES_LAST, forget_unused
from openmbi.store.evidence import EvidenceStore

LONG_AGO = NOW - TRIES_LAST - timedelta(minutes=1)


def test_a_file_of_a_refused_step_goes_and_one_that_a_step_names_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = CaseDesk(small_gate(tmp_path, monkeypatch).bureau)
    alert = an_alert(FOSHAN)
    about = CaseSubject(alert.level, alert.subject, "440606", "C39", "bureau")
    action = Action(ActionKind.OPEN, SYSTEM, NOW, alert=alert, about=about)
    number = desk.ledger.open(apply(None, action, desk.rules(NOW), NOW, desk.workdays), action).number
    store = EvidenceStore(tmp_path, number)
    named, refused, again, fresh = (
        store.keep(content, at=at)
        for content, at in ((b"named", LONG_AGO), (b"refused", LONG_AGO), (b"again", LONG_AGO), (b"fresh", NOW))
    )
    store.keep(b"again", at=NOW)
    step = CaseStep(ActionKind.DISPUTE, note="the meter", evidence=(EvidenceFile("meter.pdf", named),))
    act(desk, number, step, actor="bureau", now=NOW)
    assert forget_unused(desk, NOW) == {number: (refused,)}
    assert [store.holds(one) for one in (named, refused, again, fresh)] == [True, False, True, True]
    left = {file.stem for file in (tmp_path / "state/evidence" / str(number)).iterdir()}
    assert left == {named, again, fresh}
