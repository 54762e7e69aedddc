"""Linking books with one dirty row in ten: how many automatic links are right, how much waits, whether the candidates hold the right one, and what it costs."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from benchmarks.dirty_books import Books, draw_books
from openmbi.catalog.linking import load_linking
from openmbi.linking.candidates import candidates
from openmbi.linking.link import link

SEEDS = range(5)
ENTERPRISES = 5_000
MANY = 50_000
PRECISION = 0.999
NO_DECISIONS = pa.schema(
    [
        ("kind", pa.string()),
        ("subject", pa.string()),
        ("name", pa.string()),
        ("valid_from", pa.date32()),
        ("enterprise", pa.string()),
        ("decided_at", pa.timestamp("us")),
    ]
).empty_table()


@dataclass(frozen=True)
class Outcome:
    """Counts over some books: links made and right ones, holders that wait, those whose true enterprise is among the candidates, and CPU seconds."""

    holders: int
    links: int
    right: int
    waiting: int
    found: int
    first: int
    named: int
    found_by_name: int
    seconds: float
    wrong_by_noise: Counter[str]
    waiting_by_noise: Counter[str]
    by_basis: Counter[str]
    wrong_by_basis: Counter[str]


def outcome(books: Books) -> Outcome:
    """Link the books and compare with the truth."""
    parameters = load_linking(None).in_force(date(2020, 1, 1))
    start = time.process_time()
    linked = link(books.holders, books.register, NO_DECISIONS, parameters)
    offered = candidates(linked.waiting, books.register, parameters, addresses=linked.addresses)
    seconds = time.process_time() - start
    rows = linked.links.to_pylist()
    wrong = [row for row in rows if row["enterprise"] != books.truth[row["subject"]]]
    found = [row for row in offered.to_pylist() if row["candidate"] == books.truth[row["subject"]]]
    links = linked.links.num_rows
    first = sum(row["rank"] == 1 for row in found)
    return Outcome(
        books.holders.num_rows,
        links,
        links - len(wrong),
        linked.waiting.num_rows,
        len(found),
        first,
        sum(name is not None for name in linked.waiting["name"].to_pylist()),
        sum(row["name"] is not None for row in found),
        seconds,
        Counter(books.noise[row["subject"]] for row in wrong),
        Counter(books.noise[subject] for subject in linked.waiting["subject"].to_pylist()),
        Counter(row["basis"] for row in rows),
        Counter(row["basis"] for row in wrong),
    )


def main() -> list[dict[str, object]]:
    outcomes = [outcome(draw_books(ENTERPRISES, seed)) for seed in SEEDS]
    many = outcome(draw_books(MANY, len(SEEDS)))
    shares = [one.right / one.links for one in outcomes]
    waiting = sum(one.waiting for one in outcomes)
    if min(shares) < PRECISION:
        raise AssertionError(
            f"{min(shares):.5f} of the automatic links are right: {[one.wrong_by_noise for one in outcomes]}"
        )
    return [
        {
            "figure": f"automatic links that are right, worst of {len(SEEDS)} seeds, %",
            "ours": 100 * min(shares),
            "goal": 99.9,
        },
        {
            "figure": "holders sent to review, % (10 % dirty)",
            "ours": 100 * waiting / sum(one.holders for one in outcomes),
        },
        {
            "figure": "right enterprise among three candidates, %",
            "ours": 100 * sum(one.found for one in outcomes) / waiting,
        },
        {
            "figure": "the same, where the books give a name, %",
            "ours": 100 * sum(one.found_by_name for one in outcomes) / sum(one.named for one in outcomes),
        },
        {
            "figure": "right enterprise is the first candidate, %",
            "ours": 100 * sum(one.first for one in outcomes) / waiting,
        },
        {
            "figure": f"linking {many.holders:,} holders, {many.waiting:,} waiting, to {MANY:,} enterprises, CPU s",
            "ours": many.seconds,
        },
    ]


if __name__ == "__main__":
    for seed in SEEDS:
        print(seed, outcome(draw_books(ENTERPRISES, seed)))
    print(*main(), sep="\n")
