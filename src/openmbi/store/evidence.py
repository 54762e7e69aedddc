"""Files of evidence that a bureau keeps: by case, each under the SHA-256 of its bytes, with a note of what kind of file it is. They are never run."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

FOLDER = Path("state") / "evidence"
UNKNOWN = "unknown"
_BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"PK\x03\x04", "zip or office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older office document"),
    (b"MZ", "program for Windows"),
    (b"\x7fELF", "program for Linux"),
    (b"#!", "script"),
)


@dataclass(frozen=True)
class EvidenceStore:
    """The files of evidence of one case in a bureau's folder: who reaches a case reaches no file of another, even by its hash."""

    bureau: Path
    case_number: int

    def keep(self, content: bytes, *, at: datetime) -> str:
        """Keep a file and return the SHA-256 of its bytes; of one that is there already only the note says that it came again."""
        digest = hashlib.sha256(content).hexdigest()
        file = self._file(digest)
        note = {"bytes": len(content), "kind": kind_of(content), "kept_at": at.isoformat()}
        self._write(file.with_suffix(".json"), json.dumps(note).encode())
        if not file.is_file():
            self._write(file, content)
        return digest

    def read(self, sha256: str) -> bytes | None:
        """Return the bytes of a file, by their SHA-256; None where it is not kept, or is no longer as it was."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            return None
        file = self._file(sha256)
        content = file.read_bytes() if file.is_file() else None
        return content if content is not None and hashlib.sha256(content).hexdigest() == sha256 else None

    def holds(self, sha256: str) -> bool:
        """Whether a file is kept."""
        return bool(re.fullmatch(r"[0-9a-f]{64}", sha256)) and self._file(sha256).is_file()

    def forget(self, *, keep: Collection[str], before: datetime) -> tuple[str, ...]:
        """Remove the files that are not among those to `keep` and were kept, the last time, before a moment; return their SHA-256."""
        folder = self.bureau / FOLDER / str(self.case_number)
        gone: list[str] = []
        for note in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            if note.stem not in keep and self._kept_at(note) < before:
                self._file(note.stem).unlink(missing_ok=True)
                note.unlink(missing_ok=True)
                gone.append(note.stem)
        return tuple(gone)

    def _kept_at(self, note: Path) -> datetime:
        return datetime.fromisoformat(json.loads(note.read_text(encoding="utf-8"))["kept_at"])

    def _file(self, sha256: str) -> Path:
        return self.bureau / FOLDER / str(self.case_number) / sha256

    def _write(self, file: Path, content: bytes) -> None:
        """Write a file that nobody can run and only its owner can read, in one step."""
        file.parent.mkdir(parents=True, exist_ok=True)
        staged = file.with_name(f".{uuid4().hex}")
        with os.fdopen(os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        staged.replace(file)


def cases_with_files(bureau: Path) -> tuple[int, ...]:
    """Return the numbers of the cases that files are kept of."""
    folder = bureau / FOLDER
    names = [each.name for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []
    return tuple(sorted(int(name) for name in names if name.isdecimal()))


def kind_of(content: bytes) -> str:
    """Return what kind of file the first bytes tell; nothing is concluded from its name."""
    return next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), _text_or_unknown(content))


def _text_or_unknown(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return UNKNOWN
    return "text" if b"\0" not in content else UNKNOWN
