"""The bulletin of a simulated province with its pages and charts: seconds from the document to the bytes of a file, by medians, beside what it costs the CPU.

`MBI_WEB_BUREAU` may name a bureau that has run; without it one is made. What is timed: gathering and building the document, drawing the charts, checking the
fonts, and typesetting; not the start of the program.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2

from benchmarks.processes import MBI
from openmbi.catalog.bulletins import load_bulletin_rules
from openmbi.core.language import Language
from openmbi.core.periods import Frequency, Period, period_containing
from openmbi.flow.bulletin import Asked, document_of, docx, html, pdf
from openmbi.flow.bulletin_fonts import bulletin_faces
from openmbi.flow.bureau import Bureau, load_bureau
from openmbi.store.runs import newest_saved

ENTERPRISES, DAYS, ROUNDS, GOAL_SECONDS = 2_000, 800, 3, 3.0


def main() -> Iterator[dict[str, Any]]:
    """Yield seconds and CPU seconds by format, with pages and charts."""
    with _bureau() as bureau, TemporaryDirectory() as folder:
        month = _newest_month(bureau)
        fonts = load_bulletin_rules(bureau.catalog).fonts
        faces = bulletin_faces(fonts)

        def gather() -> dict[str, Any]:
            return document_of(bureau, Asked(month), now=datetime.now(UTC), folder=Path(folder))

        document = gather()
        charts = sum(block["kind"] == "chart" for section in document["sections"] for block in section["blocks"])
        for language in Language:
            with pypdfium2.PdfDocument(pdf(document, language, faces)) as made:
                pages = len(made)
            yield from _timed(
                f"bulletin {language}, PDF of {pages} pages and {charts} charts",
                lambda chosen=language: pdf(gather(), chosen, faces),
            )
        yield from _timed("bulletin zh, Word", lambda: docx(gather(), Language.ZH, faces, fonts.word))
        yield from _timed("bulletin zh, one page", lambda: html(gather(), Language.ZH))


def _timed(name: str, make: Callable[[], object]) -> Iterator[dict[str, Any]]:
    walls, costs = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        make()
        walls.append(time.perf_counter() - wall)
        costs.append(time.process_time() - cpu)
    yield {"figure": f"{name}: seconds", "ours": statistics.median(walls), "goal": GOAL_SECONDS}
    yield {"figure": f"{name}: CPU seconds", "ours": statistics.median(costs)}


def _newest_month(bureau: Bureau) -> Period:
    until = newest_saved(bureau.store, "runs").document()["headline"]["data_until"]
    return period_containing(date.fromisoformat(until), Frequency.MONTHLY)


@contextmanager
def _bureau() -> Iterator[Bureau]:
    if kept := os.environ.get("MBI_WEB_BUREAU"):
        yield load_bureau(Path(kept))
        return
    with TemporaryDirectory() as folder:
        target = Path(folder) / "province"
        size = ["--enterprises", str(ENTERPRISES), "--days", str(DAYS)]
        for command in ([*MBI, "simulate", target, *size], [*MBI, "-b", target, "run", "--ingest"]):
            subprocess.run([str(part) for part in command], check=True, capture_output=True)
        yield load_bureau(target)
