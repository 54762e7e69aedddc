from datetime import UTC, date, datetime, timedelta, timezone

from openmbi.core.case_documents import action_document, action_of, moment_of, moment_text
from openmbi.core.cases import Action, ActionKind, Cause, Closing, EvidenceFile
from openmbi.core.owners import Role
from openmbi.core.tables import Level

BEIJING = timezone(timedelta(hours=8))
MORNING = datetime(2026, 1, 6, 9, 0, tzinfo=BEIJING)


def test_moments_are_utc_and_their_texts_stand_in_the_order_of_time():
    assert moment_text(MORNING) == "2026-01-06T01:00:00.000000+00:00"
    assert moment_of(moment_text(MORNING)) == MORNING
    assert moment_of(moment_text(MORNING)).tzinfo is UTC
    later = [MORNING + timedelta(microseconds=step) for step in (0, 1, 10**6, 10**11)]
    assert sorted(moment_text(moment) for moment in reversed(later)) == [moment_text(moment) for moment in later]


def test_a_document_has_what_its_action_brings_and_no_more():
    plain = Action(ActionKind.ACKNOWLEDGE, "li", MORNING)
    assert action_document(plain) == {"kind": "acknowledge", "actor": "li", "at": moment_text(MORNING)}
    rejected = Action(ActionKind.RESOLVE_DISPUTE, "li", MORNING, upheld=False)
    assert action_document(rejected)["upheld"] is False


def test_whatever_an_action_brings_comes_back():
    whole = Action(
        ActionKind.CLOSE,
        "li",
        MORNING.astimezone(UTC),
        note="已搬迁",
        evidence=(EvidenceFile("permit.pdf", "ab" * 32),),
        owner="tianhe",
        causes=(Cause.RELOCATION, Cause.OTHER),
        closing=Closing.EXPLAINED,
        upheld=True,
        covered_by=(Level.CELL, "440100-C39"),
        escalated_to=Role.CITY,
        known_until=date(2026, 1, 4),
    )
    assert action_of(action_document(whole)) == whole
