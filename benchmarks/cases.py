"""Cases: random sequences of steps against an independent table of legal moves, and the same sequences through the ledger with its audit chain.

Steps are drawn so that every state is come to; a third of them are illegal or lack what they need. `python -m benchmarks cases`.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.case_referee import ENTRIES
from benchmarks.case_walks import Walk, walk
from openmbi.alerts.cases.machine import apply
from openmbi.catalog.case_rules import CaseParameters, load_case_rules
from openmbi.core.cases import Case
from openmbi.store.case_ledger import CaseLedger
from openmbi.store.operations import operations_of

SEQUENCES = 100_000
STEPS = 14
KEPT = 1_000  # sequences that also go through the ledger
SEED = 6_000_000


def main() -> list[dict[str, object]]:
    rules = load_case_rules(None).in_force(date(2026, 1, 1)).model_copy(update={"recover_days": 9})
    start = time.process_time()
    tried: Counter[tuple[str, str, str]] = Counter()
    differing: list[str] = []
    kept: list[Walk] = []
    for seed in range(SEED, SEED + SEQUENCES):
        made = walk(seed, STEPS, rules)
        tried += made.tried
        differing += made.differences[:1]
        if len(kept) < KEPT:
            kept.append(made)
    seconds = time.process_time() - start
    if differing:
        raise AssertionError(f"{len(differing)} sequences differ: {differing[:5]}")
    return [*_figures(tried, seconds), *_through_the_ledger(kept, rules)]


def _figures(tried: Counter[tuple[str, str, str]], seconds: float) -> list[dict[str, object]]:
    done = {(kind, state) for kind, state, ruled in tried if ruled == "done"}
    legal = {pair for pair, entry in ENTRIES.items() if entry != "."}
    ruled = Counter(
        {name: sum(n for (*_, r), n in tried.items() if r == name) for name in ("done", "illegal", "unfit")}
    )
    steps = sum(tried.values())
    return [
        {"figure": "random sequences of steps, machine against table", "ours": SEQUENCES, "goal": 100_000},
        {"figure": "sequences in which they differ", "ours": 0, "goal": 0},
        {"figure": f"steps ({100 * ruled['done'] / steps:.0f} % done, the others refused)", "ours": steps},
        {"figure": f"legal pairs of state and step that were done, of {len(legal)}", "ours": len(done & legal)},
        {"figure": "a step judged by both, CPU microseconds", "ours": 1e6 * seconds / steps},
    ]


def _through_the_ledger(walks: list[Walk], rules: CaseParameters) -> list[dict[str, object]]:
    """Keep walks in a ledger, verify its chain, and make each case again from its lines."""
    with tempfile.TemporaryDirectory() as folder:
        operations = operations_of(Path(folder))
        ledger = CaseLedger(operations)
        start = time.perf_counter()
        with operations.changing():
            for made in walks:
                _keep(ledger, made, rules)
        seconds = time.perf_counter() - start
        verdict = ledger.verify_chain()
        wrong = sum(_made_again(ledger, number, rules) != ledger.get(number) for number in range(1, len(walks) + 1))
    if verdict.faults or wrong:
        raise AssertionError(f"{wrong} cases differ from their lines; {verdict.faults[:5]}")
    return [
        {"figure": "lines of the audit chain verified", "ours": verdict.lines},
        {"figure": f"of {len(walks):,} cases, those that their lines do not make again", "ours": wrong, "goal": 0},
        {"figure": "a line written, milliseconds", "ours": 1e3 * seconds / verdict.lines},
    ]


def _keep(ledger: CaseLedger, made: Walk, rules: CaseParameters) -> None:
    """Take the steps of a walk in the ledger."""
    opening, *lines = made.lines
    number = ledger.open(apply(None, opening.action, rules, opening.at), opening.action).number
    for line in lines:
        before = ledger.get(number)
        after = apply(before, line.action, rules, line.at)
        ledger.append(after, replace(line, case_number=number), before.version)


def _made_again(ledger: CaseLedger, number: int, rules: CaseParameters) -> Case | None:
    """Return the case that the lines of the chain make."""
    case = None
    for line in ledger.history(number):
        case = apply(case, line.action, rules, line.at)
        case = replace(case, number=number)
    return case
