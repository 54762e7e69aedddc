from datetime import UTC, datetime
from typing import Any

import pytest

from openmbi.core.cases import CaseSubject
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Level

PLANT = CaseSubject(Level.ENTERPRISE, "A", "440106", "C391")


def at(day: int) -> datetime:
    return datetime(2026, 1, day, tzinfo=UTC)


def silence(**fields: Any) -> Silence:
    return Silence(1, SilenceKind.SILENCE, "inventory", "li", at(1), at(5), at(9), **fields)


def test_it_holds_from_its_start_until_its_end():
    assert [silence().in_force(at(day)) for day in (4, 5, 8, 9)] == [False, True, True, False]
    assert [silence(ended_at=at(7)).in_force(at(day)) for day in (6, 7)] == [True, False]
    assert silence(ended_at=at(12)).until == at(9)


@pytest.mark.parametrize(
    ("fields", "covers"),
    [
        ({}, True),
        ({"level": Level.ENTERPRISE}, True),
        ({"level": Level.CELL}, False),
        ({"subject": "A"}, True),
        ({"subject": "B"}, False),
        ({"place": "440106"}, True),
        ({"place": "440100"}, True),
        ({"place": "440000"}, True),
        ({"place": "440300"}, False),
        ({"industry": "C39"}, True),
        ({"industry": "C3919"}, False),
        ({"place": "440100", "industry": "C13"}, False),
    ],
)
def test_it_covers_what_all_its_fields_agree_with(fields: dict[str, Any], covers: bool):
    assert silence(**fields).covers(PLANT) is covers


def test_a_subject_of_no_place_or_industry_is_in_none():
    lost = CaseSubject(Level.ENTERPRISE, "A")
    assert not silence(place="440000").covers(lost)
    assert not silence(industry="C").covers(lost)
    assert silence(subject="A").covers(lost)
