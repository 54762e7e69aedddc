"""Note in the store which deliveries were refused as a whole, until they are taken in or taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from openmbi.flow.bureau import Bureau
from openmbi.flow.outcome import Outcome
from openmbi.store.failures import Failure, append, open_failures

OF_THE_STORE = "store."
"""Problems of our own store (busy, a full disk): no fault of the delivery."""


def noted(bureau: Bureau, outcomes: Iterable[Outcome], now: datetime) -> Iterator[Outcome]:
    """Hand outcomes on; a refusal opens a failure, a file taken in, or no longer there, closes its own. What stands noted already is not noted twice."""
    _write(bureau, [_closing(one, now) for one in open_failures(bureau.store) if not _is_there(bureau, one.file)])
    for outcome in outcomes:
        _write(bureau, _news(bureau, outcome, now))
        yield outcome


def _news(bureau: Bureau, outcome: Outcome, now: datetime) -> list[Failure]:
    name, problem = _name(bureau, outcome.path), outcome.problem
    standing = open_failures(bureau.store)
    if problem is None:
        return [
            _closing(one, now)
            for one in standing
            if name == one.file or name.startswith((f"{one.file}#", f"{one.file}/"))
        ]
    if problem.code.startswith(OF_THE_STORE) or not _is_there(bureau, name):
        return []
    said = (name, outcome.source, problem.code)
    known = any((one.file, one.source, one.code) == said for one in standing)
    return [] if known else [Failure(now, *said)]


def _closing(failure: Failure, now: datetime) -> Failure:
    return Failure(now, failure.file, failure.source, None)


def _name(bureau: Bureau, path: Path) -> str:
    """Return the path of a delivered file, relative to the bureau's folder where it lies there."""
    folder, whole = bureau.folder.resolve(), path.absolute()
    return (whole.relative_to(folder) if whole.is_relative_to(folder) else whole).as_posix()


def _is_there(bureau: Bureau, name: str) -> bool:
    """Tell whether a file is still there; the member of an archive, or a sheet, as long as its archive or workbook."""
    path = bureau.folder / name
    book = path.with_name(path.name.split("#")[0])
    return any(place.is_file() for place in (path, book, *path.parents))


def _write(bureau: Bureau, failures: list[Failure]) -> None:
    if failures:
        with bureau.store.writing():
            append(bureau.store, failures)
