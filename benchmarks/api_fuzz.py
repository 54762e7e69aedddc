"""The API under cases that schemathesis makes of its own document, right and wrong ones by turns: how many cases, and how many errors of the server.

In process, without a network. `python -m benchmarks.api_fuzz 100000 [FOLDER]`: so many cases, on the bureau in a folder; on a small simulated town else: bodies
are short then, and most of the time goes into making cases. Files that are taken out are noted in the bureau's audit chain, so give a copy. Three cases in four
are right ones: a wrong one takes several times as long to make, and ends at the check of parameters.
It stops at the time that MBI_FUZZ_UNTIL says (`HH:MM`, UTC), and tells how far it came; MBI_FUZZ_SEED begins at another seed, so that several processes make
other cases. Whatever the API answers must be below 500, and of the form that the document says.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any
from urllib.parse import quote, unquote, urlencode

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from benchmarks.processes import MBI, cost
from openmbi.doors.api.app import api
from openmbi.flow.bureau import load_bureau
from openmbi.flow.gate.gate import Gate

CASES = 2000
ROUND = 250
MODES = {GenerationMode.POSITIVE: 3, GenerationMode.NEGATIVE: 1}
"""Right and wrong cases, and how many rounds of each follow each other."""
ENTERPRISES = 24
DAYS = 920
TOLD_EVERY = 1000
_SETTINGS = settings(database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
FORMS = {"application/json", "application/problem+json", "text/csv; charset=utf-8"} | {
    f"application/vnd.apache.{form}" for form in ("arrow.stream", "parquet")
}


@dataclass
class Tally:
    """What came of the cases: answers by status, and every error of the server with the address that it came of."""

    until: datetime
    most: int
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many cases were asked."""
        return self.statuses.total()

    @property
    def is_over(self) -> bool:
        """Whether there are enough, or the time is over."""
        return self.cases >= self.most or datetime.now(UTC) >= self.until


def main(cases: int = CASES, folder: Path | None = None) -> list[dict[str, object]]:
    if folder is None:
        with TemporaryDirectory() as made:
            cost([*MBI, "simulate", made + "/p", "--town", "--enterprises", str(ENTERPRISES), "--days", str(DAYS)])
            cost([*MBI, "-b", made + "/p", "run", "--ingest"])
            return main(cases, Path(made) / "p")
    gate = Gate(load_bureau(folder), lambda: datetime.now(UTC))
    tally = fuzzed(api(gate), known_codes(gate), Tally(_until(), cases))
    print(f"{tally.cases} cases: {dict(sorted(tally.statuses.items()))}", flush=True)
    for line in (tally.errors + tally.strange)[:20]:
        print(line)
    return [
        {"figure": "API: cases made by schemathesis", "ours": tally.cases, "goal": "≥ 100,000"},
        {"figure": "API: answers of 500 and above", "ours": len(tally.errors), "goal": "0"},
        {"figure": "API: answers of a form that is not declared", "ours": len(tally.strange), "goal": "0"},
    ]


def known_codes(gate: Gate) -> dict[str, list[str]]:
    """Return some values of parameters that mean something, without which nearly every case asks for what there is not."""
    figures = gate.origins.of().figures
    names = figures.names
    subjects = [str(code) for name in names[:40] for code in figures.block(name).subjects[:3]]
    periods = sorted({str(period) for name in names for period in figures.block(name).periods[-2:]})
    return {
        "indicator": sorted({name[0] for name in names}),
        "subject": sorted(set(subjects)),
        "code": sorted(set(subjects)),
        "place": ["440600", "440100", "440000"],
        "industry": ["C39", "C13", "C391"],
        "group": ["city/440600", "C39", "440600-C39"],
        "index": ["activity_level", "composite_expert"],
        "period": periods,
        "start": periods,
        "end": periods,
        "as_of": ["2026-01-02", "2026-05-01T08:00:00+08:00", "2000-01-01"],
        "key": ["M.440600.C39.activity_level", "D+M...activity_level", "..._T.", "M..C39+C13.composite_expert@customs"],
        "name": ["FREQ", "REF_AREA", "ACTIVITY", "INDICATOR", "LEVEL", "LIGHT"],
        "q": ["佛山", "厂", "91"],
    }


def fuzzed(app: FastAPI, codes: dict[str, list[str]], tally: Tally, round_cases: int = ROUND) -> Tally:
    """Ask one case after the other, in rounds over all operations, until there are as many as wanted or the time is over."""
    schema = schemathesis.openapi.from_dict(with_known(app.openapi(), codes))
    operations = [found.ok() for found in schema.get_all_operations()]
    turns = {
        (one.label, mode, turn): one.as_strategy(generation_mode=mode)
        for one in operations
        for mode, often in MODES.items()
        for turn in range(often)
    }
    with closing(asyncio.new_event_loop()) as loop:
        for seed in count(_first_seed(), len(turns)):
            if tally.is_over:
                return tally
            for number, (name, strategy) in enumerate(list(turns.items())):
                asked = settings(_SETTINGS, max_examples=round_cases)(given(strategy)(_asking(app, loop, tally)))
                try:
                    seeded(seed + number)(asked)()
                except Unsatisfiable:  # what takes no parameter cannot be asked wrongly
                    del turns[name]
    return tally


def _first_seed() -> int:
    return int(os.environ.get("MBI_FUZZ_SEED", "0")) * 1_000_003


def _asking(app: FastAPI, loop: asyncio.AbstractEventLoop, tally: Tally) -> Callable[[Any], None]:
    def asked(case: Any) -> None:
        if not tally.is_over:
            path, query = _address(case)
            status, form = loop.run_until_complete(_answer(app, case.method, path, query, case.headers or {}))
            tally.statuses[status] += 1
            if tally.cases % TOLD_EVERY == 0:
                spent = process_time()
                print(f"{tally.cases} cases, {len(tally.errors)} errors, {spent:.0f} CPU s", flush=True)
            if status >= 500:
                tally.errors.append(f"{status} {case.method} {path}?{query.decode()}")
            elif form not in FORMS:
                tally.strange.append(f"{status} {form} {case.method} {path}?{query.decode()}")

    return asked


def _address(case: Any) -> tuple[str, bytes]:
    told = {name: quote(str(value), safe="", errors="replace") for name, value in (case.path_parameters or {}).items()}
    path = case.path.format(**told)
    pairs = [
        (str(name), str(one))
        for name, value in (case.query or {}).items()
        for one in (value if isinstance(value, list) else [value])
    ]
    return path, urlencode(pairs, errors="replace").encode()


async def _answer(app: FastAPI, method: str, path: str, query: bytes, headers: Any) -> tuple[int, str]:
    """Ask the application as a server does; return status and form."""
    told: dict[str, Any] = {"status": 0, "form": ""}
    given = [
        (str(k).lower().encode("latin-1", "replace"), str(v).encode("latin-1", "replace")) for k, v in headers.items()
    ]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told["status"] = message["status"]
            told["form"] = dict(message["headers"]).get(b"content-type", b"").decode()

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method.upper(),
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"localhost"), *given],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    try:
        await app(scope, receive, send)
    except Exception:  # the server's own handler has answered 500 before it goes on
        told["status"] = told["status"] or 500
    return told["status"], told["form"]


def with_known(document: dict[str, Any], codes: dict[str, list[str]]) -> dict[str, Any]:
    """Return the document where parameters may also be values that mean something."""
    told = json.loads(json.dumps(document))
    for path in told["paths"].values():
        for parameter in path["get"].get("parameters", []):
            known = codes.get(parameter["name"])
            if known:
                parameter["schema"] = _or_known(parameter["schema"], known)
    return told


def _or_known(schema: dict[str, Any], known: list[str]) -> dict[str, Any]:
    if schema.get("type") == "array":
        return {**schema, "items": {"anyOf": [{"enum": known}, schema["items"]]}, "maxItems": 3}
    return {"anyOf": [{"enum": known}, schema]}


def _until() -> datetime:
    now, told = datetime.now(UTC), os.environ.get("MBI_FUZZ_UNTIL")
    if not told:
        return datetime.max.replace(tzinfo=UTC)
    hour, minute = (int(part) for part in told.split(":"))
    return now.replace(hour=hour, minute=minute, second=0)


if __name__ == "__main__":
    asked_for = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    main(asked_for, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
