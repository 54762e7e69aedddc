"""Deliveries that were refused as a whole: an append-only log of lines, so that a refusal outlives the command that told it.

A line opens a failure (with the problem's code) or closes it (code null: the file was taken in, or is no longer there). Unlike the manifest it takes
part in no figure.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openmbi.store.store import Store, sync_folder


@dataclass(frozen=True)
class Failure:
    """A file that was refused at a moment: its path, relative to the bureau where it lies there; the contract, where one fits; the problem's code."""

    at: datetime
    file: str
    source: str | None
    code: str | None


def open_failures(store: Store, moment: datetime | None = None) -> list[Failure]:
    """Return the failures that stood open at a moment (now, where None), oldest first."""
    standing: dict[str, Failure] = {}
    for failure in _lines(store):
        if moment is not None and failure.at > moment:
            continue
        if failure.code is None:
            standing.pop(failure.file, None)
        else:
            standing[failure.file] = failure
    return sorted(standing.values(), key=lambda failure: (failure.at, failure.file))


def append(store: Store, failures: Sequence[Failure]) -> None:
    """Write lines to the log and force them to disk. The caller holds `Store.writing`."""
    log = _log(store)
    torn = log.is_file() and not log.read_bytes().endswith(b"\n")  # a line that a crash cut off stands alone
    with log.open("a", encoding="utf-8") as handle:
        handle.write("\n" * torn + "".join(f"{_line(failure)}\n" for failure in failures))
        handle.flush()
        os.fsync(handle.fileno())
    sync_folder(log.parent)


def _log(store: Store) -> Path:
    return store.folder("failures") / "log.jsonl"


def _line(failure: Failure) -> str:
    return json.dumps(vars(failure) | {"at": failure.at.isoformat()}, ensure_ascii=False)


def _lines(store: Store) -> list[Failure]:
    log = store.root / "failures" / "log.jsonl"
    texts = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    return [failure for text in texts if (failure := _read(text))]


def _read(text: str) -> Failure | None:
    """Return what a line says; None of one that was cut off."""
    try:
        content = json.loads(text)
        return Failure(**content | {"at": datetime.fromisoformat(content["at"])})
    except (ValueError, TypeError, KeyError):
        return None
