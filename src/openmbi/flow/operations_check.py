"""Whether the operational database is in order: can it be reached, how much does it hold, does the audit chain hold."""

from __future__ import annotations

from collections.abc import Iterator

from openmbi.core.language import Text
from openmbi.core.notices import NoticeState
from openmbi.store.case_ledger import CaseFilter, CaseLedger
from openmbi.store.operations import Operations
from openmbi.store.outbox import Outbox

DATABASE = Text("业务库", "operations")
CHAIN = Text("审计链", "audit chain")
HASH_SHOWN = 16


def examine_operations(operations: Operations) -> Iterator[tuple[Text, bool, Text]]:
    """Yield what was checked, whether it is in order, and what was found. An embedded database that is not there yet is not made.

    Raises
    ------
    Problem
        As `Operations.reading`.
    """
    if operations.file and not operations.file.exists():
        yield (
            DATABASE,
            True,
            Text("尚无工单，业务库将在首次使用时建立", "no cases yet; it is made when it is first used"),
        )
        return
    ledger = CaseLedger(operations)
    with operations.reading():
        waiting = len(Outbox(operations).notices(NoticeState.WAITING))
        detail = Text(
            "{name}：{n} 个工单，其中 {open} 个未关闭；{w} 条通知待发",
            "{name}: {n} cases, {open} of them not closed; {w} notices wait",
        )
        counted = {"n": ledger.count(), "open": ledger.count(CaseFilter(is_closed=False))}
        yield DATABASE, True, detail.fill(name=operations.name, w=waiting, **counted)
        verdict = ledger.verify_chain()
    told = Text("{n} 行，末行哈希 {hash}…", "{n} lines, the last hash is {hash}…")
    yield CHAIN, not verdict.faults, told.fill(n=verdict.lines, hash=verdict.last_sha256[:HASH_SHOWN])
    for fault in verdict.faults:
        yield CHAIN, False, fault
