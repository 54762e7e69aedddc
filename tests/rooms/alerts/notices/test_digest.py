"""A digest fits its message: what does not is counted, never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from openmbi.alerts.notices.digest import MOST_LINES, Frame, digest
from openmbi.alerts.notices.occasions import WORDS, OccasionKind
from openmbi.core.language import Language, Text
from openmbi.core.notices import Notice

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
FRAME = Frame(Language.EN, 30_000, 7, 2, False)


def notice(number: int, kind: OccasionKind = OccasionKind.NEW) -> Notice:
    return Notice("county", f"{kind}.{number}", WORDS[kind], Text(f"工单 {number}", f"case {number}"), NOW, (number,))


def test_kinds_come_by_urgency_and_cases_by_number():
    told = digest([notice(9), notice(3), notice(9, OccasionKind.OVERDUE)], FRAME)
    assert told.title == "Cases: overdue 1, new 2"
    assert told.body.splitlines() == [
        "overdue:",
        "- case 9",
        "new:",
        "- case 3",
        "- case 9",
        "open cases: 7, overdue: 2",
        "internal only",
    ]
    assert told.left_out == 0


def test_both_languages_where_none_is_chosen():
    told = digest([notice(3)], replace(FRAME, language=None))
    assert told.title == "预警工单：新工单 1 / Cases: new 1"
    assert "工单 3" in told.body
    assert "case 3" in told.body
    assert "case 3" not in digest([notice(3)], replace(FRAME, language=Language.ZH)).body


def test_it_says_that_data_are_simulated_and_that_it_may_be_a_repetition():
    told = digest([notice(3)], replace(FRAME, simulated=True, repeated=True))
    assert told.title.startswith("[simulated data]")
    assert told.body.splitlines()[0] == "the last sending was cut off: this may be a repetition"


@pytest.mark.parametrize("most_bytes", [120, 200, 500, 2048, 30_000])
@pytest.mark.parametrize("language", [None, Language.ZH, Language.EN])
def test_it_fits_and_counts_what_it_leaves_out(most_bytes: int, language: Language | None):
    notices = [notice(number) for number in range(1, 101)]
    told = digest(notices, Frame(language, most_bytes, 100, 0, False))
    assert len(told.title.encode()) + len(told.body.encode()) + 2 <= most_bytes
    listed = sum(f"- {n.body.en}" in told.body.splitlines() for n in notices)
    listed = listed or sum(f"- {n.body.zh}" in told.body.splitlines() for n in notices)
    assert listed + told.left_out == 100
    assert listed <= MOST_LINES
    assert "100" in told.title
