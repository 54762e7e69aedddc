"""Files of evidence that are sent with a step of a case: taken in, and given to who may see the case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.cases import EvidenceFile
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.gate.cases import case
from openmbi.flow.gate.gate import Gate
from openmbi.store.evidence import EvidenceStore

MOST_BYTES = 6 << 20
MOST_FILES = 5
_NAME_CHARACTERS = 120


@dataclass(frozen=True)
class Upload:
    """A file as it was sent. `name`: as the sender's machine calls it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Attachment:
    """A file of evidence, to be saved by whoever asked for it and never shown in place."""

    name: str
    content: bytes


def keep_evidence(gate: Gate, viewer: Viewer, number: int, uploads: Sequence[Upload]) -> tuple[EvidenceFile, ...]:
    """Keep files that are sent with a step of a case, and return their names and hashes.

    Raises
    ------
    Problem
        As `openmbi.flow.gate.cases.case`; `access.not-permitted`; `case.evidence-too-many`, `case.evidence-too-large`, `case.evidence-empty`.
    """
    case(gate, viewer, number)
    if not viewer.may(Permission.WORK_CASES):
        viewer.check(Permission.ANSWER_CASES)
    if len(uploads) > MOST_FILES:
        raise _too_many(len(uploads))
    for one in uploads:
        _check(one)
    store = EvidenceStore(gate.bureau.folder, number)
    return tuple(EvidenceFile(plain_name(one.name), store.keep(one.content, at=gate.now())) for one in uploads)


def kept_before(gate: Gate, viewer: Viewer, number: int, files: Sequence[EvidenceFile]) -> tuple[EvidenceFile, ...]:
    """Return, of files that a form names again, those that are kept: the reader sent them with an earlier try.

    Raises
    ------
    Problem
        As `openmbi.flow.gate.cases.case`.
    """
    case(gate, viewer, number)
    store = EvidenceStore(gate.bureau.folder, number)
    return tuple(
        EvidenceFile(plain_name(one.name), one.sha256) for one in files[:MOST_FILES] if store.holds(one.sha256)
    )


def evidence(gate: Gate, viewer: Viewer, number: int, sha256: str) -> Attachment:
    """Return a file of evidence of a case.

    Raises
    ------
    Problem
        As `openmbi.flow.gate.cases.case`; `access.none` where the case names no such file or it is not kept here.
    """
    named = {file.sha256: file.name for step in case(gate, viewer, number).history for file in step.action.evidence}
    content = EvidenceStore(gate.bureau.folder, number).read(sha256) if sha256 in named else None
    if content is None:
        raise no_such(f"case/{number}/evidence/{sha256[:12]}")
    return Attachment(named[sha256], content)


def plain_name(name: str) -> str:
    """Return the name of a file without folders and characters that a file's name cannot have."""
    last = re.split(r"[\\/]", name)[-1]
    plain = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(". ")
    return plain[-_NAME_CHARACTERS:] or "file"


def _check(upload: Upload) -> None:
    if not upload.content:
        raise Problem(
            "case.evidence-empty",
            Text("证据文件「{name}」是空的", "the file of evidence “{name}” is empty").fill(
                name=plain_name(upload.name)
            ),
            Text("检查该文件后重新选择", "look at the file, then choose it again"),
            field="evidence",
        )
    if len(upload.content) > MOST_BYTES:
        raise Problem(
            "case.evidence-too-large",
            Text("证据文件「{name}」过大", "the file of evidence “{name}” is too large").fill(
                name=plain_name(upload.name)
            ),
            Text("压缩或分成几个文件", "compress it, or split it into several files"),
            expected=Text("每个不超过 {most} MB", "at most {most} MB each").fill(most=MOST_BYTES >> 20),
            field="evidence",
        )


def _too_many(count: int) -> Problem:
    return Problem(
        "case.evidence-too-many",
        Text("一次提交了 {count} 个证据文件", "{count} files of evidence were sent at once").fill(count=count),
        Text("合并为较少的文件，或分几次提交", "put them together, or send them in several steps"),
        expected=Text("不超过 {most} 个", "at most {most}").fill(most=MOST_FILES),
        field="evidence",
    )
