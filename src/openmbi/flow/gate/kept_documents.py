"""Documents of files, parsed once: a run writes them, readers come far more often."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import orjson

MOST_BYTES = 64 * 1024 * 1024
"""Of files whose documents are kept; parsed they take a few times as much."""
Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class _Kept:
    stamp: Stamp
    bytes: int
    document: dict[str, Any]


class KeptDocuments:
    """Reads documents of files, and keeps the latest that were asked for until their files change. Whoever gets one must not change it.

    A file is the same as long as inode, size and moment of change are: a run puts new files in the place of old ones. Safe to share between threads.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._documents: OrderedDict[Path, _Kept] = OrderedDict()
        self._bytes = 0

    def read(self, file: Path) -> dict[str, Any]:
        """Return the document of a file.

        Raises
        ------
        OSError
            Where there is no such file.
        """
        told = file.stat()
        stamp = (told.st_ino, told.st_size, told.st_mtime_ns)
        with self._lock:
            kept = self._documents.get(file)
            if kept is not None and kept.stamp == stamp:
                self._documents.move_to_end(file)
                return kept.document
        content = file.read_bytes()
        document = orjson.loads(content)
        self._keep(file, _Kept(stamp, len(content), document))
        return document

    def _keep(self, file: Path, kept: _Kept) -> None:
        with self._lock:
            before = self._documents.pop(file, None)
            self._bytes += kept.bytes - (before.bytes if before else 0)
            self._documents[file] = kept
            while self._bytes > self._most_bytes and self._documents:
                self._bytes -= self._documents.popitem(last=False)[1].bytes
