"""The audit chain: it only grows, and whatever is done to it behind its back is found."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError
from tests.rooms.store.case_examples import MORNING

from openmbi.store.audit_chain import BEFORE_THE_FIRST, AuditChain, canonical, sha256_of, verdict_of
from openmbi.store.operations import Operations

TRIGGERS = {
    "sqlite": ("DROP TRIGGER audit_is_not_changed", "DROP TRIGGER audit_is_not_deleted"),
    "postgresql": ("DROP TRIGGER audit_is_kept ON audit",),
}


@pytest.fixture
def chain(operations: Operations) -> AuditChain:
    """Four lines."""
    chain = AuditChain(operations)
    for number in range(1, 5):
        chain.append(
            at=MORNING, actor="李", kind="case.assign", about=f"case:{number % 2}", content={"b": number, "a": [None]}
        )
    return chain


def test_a_line_is_bound_to_the_one_before_as_the_documentation_says(chain: AuditChain):
    first, second, *_ = chain.lines()
    assert first.previous_sha256 == BEFORE_THE_FIRST
    assert second.previous_sha256 == first.sha256
    assert first.content == '{"a":[null],"b":1}'
    said = (
        '{"about":"case:1","actor":"李","at":"2026-01-06T01:00:00.000000+00:00",'
        '"content":"{\\"a\\":[null],\\"b\\":1}","kind":"case.assign","sequence":1}'
    )
    assert first.sha256 == sha256_of("0" * 64 + "\n" + said)
    verdict = chain.verify()
    assert (verdict.lines, verdict.faults) == (4, ())
    last = chain.last()
    assert last is not None
    assert (last.sequence, last.sha256) == (4, verdict.last_sha256)


def test_an_empty_chain_is_in_order(operations: Operations):
    assert AuditChain(operations).last() is None
    assert AuditChain(operations).verify() == verdict_of([])
    assert verdict_of([]).last_sha256 == BEFORE_THE_FIRST


def test_lines_about_one_thing(chain: AuditChain):
    assert [line.sequence for line in chain.lines("case:1")] == [1, 3]


def test_lines_are_read_in_portions(chain: AuditChain, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("openmbi.store.audit_chain.LINES_AT_ONCE", 3)
    assert [line.sequence for line in chain.lines()] == [1, 2, 3, 4]
    assert [line.sequence for line in chain.lines("case:0")] == [2, 4]


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x' WHERE sequence = 2", "DELETE FROM audit"])
def test_lines_cannot_be_changed_or_deleted(chain: AuditChain, statement: str):
    with pytest.raises(DBAPIError, match="only grows"), chain.operations.changing() as connection:
        connection.exec_driver_sql(statement)
    assert chain.verify().lines == 4


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        ("UPDATE audit SET actor = 'x' WHERE sequence = 2", ["line 2 of the audit chain was changed"]),
        ("UPDATE audit SET content = '{}' WHERE sequence = 4", ["line 4 of the audit chain was changed"]),
        (
            "DELETE FROM audit WHERE sequence = 3",
            ["lines of the audit chain are missing: 4 follows 2", "the audit chain breaks at line 4"],
        ),
        (
            "DELETE FROM audit WHERE sequence = 1",
            ["lines of the audit chain are missing: 2 follows 0", "the audit chain breaks at line 2"],
        ),
    ],
)
def test_damage_by_somebody_with_all_rights_is_found(chain: AuditChain, statement: str, faults: list[str]):
    _say(chain, *TRIGGERS[chain.operations.url.get_backend_name()], statement)
    assert [fault.en for fault in chain.verify().faults] == faults


def test_a_cut_end_shows_by_the_last_hash_only(chain: AuditChain):
    kept = chain.verify().last_sha256
    _say(chain, *TRIGGERS[chain.operations.url.get_backend_name()], "DELETE FROM audit WHERE sequence = 4")
    verdict = chain.verify()
    assert verdict.faults == ()
    assert (verdict.lines, verdict.last_sha256) != (4, kept)


def test_what_is_no_json_is_refused(operations: Operations):
    with pytest.raises(ValueError, match="JSON"):
        canonical({"value": float("nan")})


def _say(chain: AuditChain, *statements: str) -> None:
    with chain.operations.changing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
