"""How long a search among 500,000 invented enterprises takes: queries of two characters, prefixes, filters and deep pages, in the scopes of four viewers."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from itertools import product
from threading import Thread
from time import perf_counter, process_time

import numpy as np

from openmbi.core.access import Scope
from openmbi.core.tables import Colour
from openmbi.flow.enterprise_list import EnterpriseList, Sort, Wanted, listed

PARTS = tuple("华东南海新源通达金利恒顺康盛泰安信德诚远宏光明阳兴隆瑞丰润佳美联合创世纪天成科立")
KINDS = ("电子", "纺织", "机械", "陶瓷", "化工", "食品", "家具", "五金", "塑料", "医药")
PLACES = [f"44{city:02}{county:02}" for city in range(1, 22) for county in range(1, 7)]
INDUSTRIES = [f"C{division}{group}" for division in range(13, 44) for group in range(1, 6)]
QUERIES = ("", "纺织", "华盛", "9144000000012", "广东 家具", "不存在的名称")
SCOPES = (Scope(("000000",)), Scope(("440600",)), Scope(("440605",)), Scope((), ("914400000000123456",)))


@dataclass(frozen=True)
class Measured:
    """Times of all searches in milliseconds: by the clock, and of the processor, which other work on the machine does not change."""

    build_s: float
    median_ms: float
    p95_ms: float
    worst_ms: float
    cpu_median_ms: float
    cpu_p95_ms: float
    cpu_worst_ms: float
    p95_of_two_threads_ms: float
    searches: int


def invented(count: int, seed: int = 7) -> EnterpriseList:
    """Return a list of that many invented enterprises."""
    random = np.random.default_rng(seed)
    parts = np.array(PARTS)[random.integers(0, len(PARTS), (count, 3))]
    kinds = np.array(KINDS)[random.integers(0, len(KINDS), count)]
    names = [f"广东{''.join(part)}{kind}有限公司" for part, kind in zip(parts, kinds, strict=True)]
    alert = np.where(random.random(count) < 0.002, int(Colour.RED), -1).tolist()
    return listed(
        "000001",
        {
            "code": [f"9144{number:014}" for number in range(count)],
            "name": names,
            "place": np.array(PLACES)[random.integers(0, len(PLACES), count)].tolist(),
            "industry": np.array(INDUSTRIES)[random.integers(0, len(INDUSTRIES), count)].tolist(),
            "light": random.integers(0, 4, count).astype(np.int8),
            "alert": [None if colour < 0 else colour for colour in alert],
            "weight": random.pareto(1.5, count),
            "level": (100 * random.random(count)).astype(np.float32),
        },
    )


def one_page(listing: EnterpriseList, wanted: Wanted, scope: Scope, sort: Sort, place: int) -> tuple[float, float]:
    """Search once, as the gate does, and return the milliseconds by the clock and of the processor."""
    began, cpu = perf_counter(), process_time()
    found = listing.found(wanted, scope)
    listing.lines(listing.after(found, sort, place, 51)[:50])
    int(found.sum())
    return 1000 * (perf_counter() - began), 1000 * (process_time() - cpu)


def searches(listing: EnterpriseList) -> list[tuple[float, float]]:
    """Return the times of every search, as `one_page`."""
    filters = ({}, {"place": "440600", "light": Colour.RED}, {"alerted": True})
    places = (0, listing.rows.num_rows // 2)
    cases = product(QUERIES, filters, SCOPES, Sort, places)
    return [one_page(listing, Wanted(query, **more), scope, sort, place) for query, more, scope, sort, place in cases]


def measured(count: int) -> Measured:
    """Measure."""
    began = perf_counter()
    listing = invented(count)
    build = perf_counter() - began
    alone = searches(listing)
    together: list[tuple[float, float]] = []
    threads = [Thread(target=lambda: together.extend(searches(listing))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    at = np.percentile(alone, [50, 95, 100], axis=0)
    both = float(np.percentile([clock for clock, _ in together], 95))
    return Measured(build, *map(float, (*at[:, 0], *at[:, 1])), both, len(alone))


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enterprises", type=int, default=500_000)
    print(json.dumps(vars(measured(parser.parse_args().enterprises)), indent=1))


if __name__ == "__main__":
    main()
