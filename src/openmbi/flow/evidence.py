"""Files shown as evidence: a case notes name and hash, so that the file can be told from any other later; the file stays where it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from openmbi.core.cases import EvidenceFile
from openmbi.core.language import Text
from openmbi.core.problems import Problem


def evidence_of(files: Iterable[Path]) -> tuple[EvidenceFile, ...]:
    """Return name and SHA-256 of each file.

    Raises
    ------
    Problem
        `case.no-evidence-file` where a file is not there.
    """
    return tuple(_evidence(file) for file in files)


def _evidence(file: Path) -> EvidenceFile:
    if not file.is_file():
        raise Problem(
            "case.no-evidence-file",
            Text("没有这个证据文件", "there is no such file of evidence"),
            Text("检查路径，或先取得该文件", "check the path, or fetch the file first"),
            file=file,
        )
    with file.open("rb") as content:
        return EvidenceFile(file.name, hashlib.file_digest(content, "sha256").hexdigest())
