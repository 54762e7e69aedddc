"""Laws of the audit chain: one that was built is in order; after any change of any line, and any line taken out, put in or exchanged, it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from openmbi.core.case_documents import moment_text
from openmbi.store.audit_chain import BEFORE_THE_FIRST, AuditLine, canonical, verdict_of

TEXTS = st.text(max_size=8)
VALUES = (
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS | st.lists(TEXTS, max_size=2)
)
CONTENTS = st.dictionaries(TEXTS, VALUES, max_size=2)
MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(-timedelta(hours=3))]))


def chained(contents: list[dict], actors: list[str]) -> list[AuditLine]:
    lines: list[AuditLine] = []
    for number, (content, actor) in enumerate(zip(contents, actors, strict=False), start=1):
        previous = lines[-1].sha256 if lines else BEFORE_THE_FIRST
        line = AuditLine(
            number, "2026-01-01T00:00:00", actor, "case.assign", "case:1", canonical(content), previous, ""
        )
        lines.append(replace(line, sha256=line.digest))
    return lines


CHAINS = st.builds(chained, st.lists(CONTENTS, min_size=3, max_size=4), st.lists(TEXTS, min_size=3, max_size=4))


@given(CHAINS)
def test_a_chain_that_was_built_is_in_order(lines: list[AuditLine]):
    verdict = verdict_of(lines)
    assert verdict.faults == ()
    assert (verdict.lines, verdict.last_sha256) == (len(lines), lines[-1].sha256)


@given(CHAINS, st.data())
def test_any_change_of_any_field_is_found(lines: list[AuditLine], data: st.DataObject):
    place = data.draw(st.integers(0, len(lines) - 1))
    name = data.draw(st.sampled_from(["at", "actor", "kind", "about", "content", "previous_sha256", "sha256"]))
    value = data.draw(TEXTS.filter(lambda text: text != getattr(lines[place], name)))
    lines[place] = replace(lines[place], **{name: value})
    assert verdict_of(lines).faults


@given(CHAINS, st.data())
def test_a_changed_line_with_a_new_hash_of_its_own_is_found(lines: list[AuditLine], data: st.DataObject):
    place = data.draw(st.integers(0, len(lines) - 2))
    forged = replace(lines[place], actor=lines[place].actor + "x")
    lines[place] = replace(forged, sha256=forged.digest)
    assert verdict_of(lines).faults


@given(CHAINS, st.data())
def test_a_line_taken_out_put_in_or_exchanged_is_found(lines: list[AuditLine], data: st.DataObject):
    place = data.draw(st.integers(0, len(lines) - 2))
    out = lines[:place] + lines[place + 1 :]
    twice = [*lines[: place + 1], *lines[place:]]
    exchanged = [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]
    assert all(verdict_of(changed).faults for changed in (out, twice, exchanged))


@given(MOMENTS, MOMENTS)
def test_moments_as_texts_stand_in_the_order_of_time(one: datetime, other: datetime):
    assert (moment_text(one) < moment_text(other)) == (one < other)
    assert (moment_text(one) == moment_text(other)) == (one == other)
