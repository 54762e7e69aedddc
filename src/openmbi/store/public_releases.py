"""Public releases on disk, kept by number and never changed; how far each has come is told by the audit chain alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.releases import PublicRelease, PublicTable, ReleaseStanding, ReleaseState
from openmbi.store.audit_chain import AuditChain, AuditLine, sha256_of
from openmbi.store.operations import Operations
from openmbi.store.store import Store, sync_folder

FOLDER = "public"
BASIS = "public-basis"
FILE = "release.json"
ABOUT = "public-release:"
MADE, REVIEWED, SIGNED = "release.published", "release.reviewed", "release.signed"


@dataclass(frozen=True)
class PublicReleases:
    """The public releases of a bureau. The folder `public` holds what outsiders may see; `public-basis`, internal, what each release was audited by."""

    store: Store
    operations: Operations

    def keep(
        self, release: PublicRelease, basis: Mapping[str, np.ndarray], *, maker: str, now: datetime
    ) -> PublicRelease:
        """Keep a release under the next number, with what later releases are audited against; return it with its number. The caller holds `Store.writing`."""
        number = len(self._names()) + 1
        numbered = replace(release, number=number)
        name = f"{number:06d}"
        text = json.dumps(numbered.document(), ensure_ascii=False, allow_nan=False)
        with (self.store.folder(BASIS) / f"{name}.npz").open("wb") as file:
            np.savez_compressed(file, **basis)  # pyright: ignore[reportArgumentType]  their names are no option of it
        staging = self.store.folder("staging", uuid4().hex)
        (staging / FILE).write_text(text, encoding="utf-8")
        folder = self.store.folder(FOLDER)
        staging.rename(folder / name)
        sync_folder(folder)
        said = {
            "made_from": release.made_from,
            "corrects": release.corrects,
            "why": release.why,
            "sha256": sha256_of(text),
        }
        self._note(number, MADE, maker, now, said)
        return numbered

    def release(self, number: int) -> PublicRelease:
        """Return a release.

        Raises
        ------
        Problem
            `public-release.none`; `public-release.changed` where its file is not the one that was kept.
        """
        file = self.store.root / FOLDER / f"{number:06d}" / FILE
        line = next(self._lines(number), None)
        if line is None or not file.is_file():
            raise _none(number)
        text = file.read_text(encoding="utf-8")
        if sha256_of(text) != json.loads(line.content)["sha256"]:
            raise _changed(number, file)
        content = json.loads(text)
        tables = tuple(_table(one) for one in content.pop("tables"))
        return PublicRelease(tables=tables, **content)

    def basis(self, number: int) -> dict[str, np.ndarray]:
        """Return what later releases are audited against; internal."""
        with np.load(self.store.root / BASIS / f"{number:06d}.npz") as stored:
            return dict(stored)

    def note_review(self, number: int, *, reviewer: str, now: datetime) -> None:
        """Note that a release was reviewed."""
        self._note(number, REVIEWED, reviewer, now, {})

    def note_signature(self, number: int, *, signer: str, embargo_until: datetime | None, now: datetime) -> None:
        """Note that a release was signed, and until when nobody else sees it."""
        until = embargo_until.isoformat() if embargo_until else None
        self._note(number, SIGNED, signer, now, {"embargo_until": until})

    def standings(self, until: datetime | None = None) -> tuple[ReleaseStanding, ...]:
        """Return how far each release has come, oldest first; with `until`, had come at that moment, of those that were made by then."""
        followed = (self._followed(int(name), until) for name in self._names())
        found = [one for one in followed if one is not None]
        corrected = {one.corrects: one.number for one in found if one.corrects and one.state is ReleaseState.SIGNED}
        return tuple(replace(one, corrected_by=corrected.get(one.number)) for one in found)

    def standing(self, number: int) -> ReleaseStanding:
        """Return how far one release has come; `corrected_by` is told by `standings`.

        Raises
        ------
        Problem
            `public-release.none`.
        """
        standing = self._followed(number, None)
        if standing is None:
            raise _none(number)
        return standing

    def _followed(self, number: int, until: datetime | None) -> ReleaseStanding | None:
        """Return how far a release has come by what was noted of it up to a moment; None where nothing was."""
        standing: ReleaseStanding | None = None
        for line in self._lines(number):
            if until is None or datetime.fromisoformat(line.at) <= until:
                standing = _after(standing, number, line)
        return standing

    def _lines(self, number: int) -> Iterator[AuditLine]:
        return AuditChain(self.operations).lines(f"{ABOUT}{number}")

    def _note(self, number: int, kind: str, actor: str, now: datetime, content: Mapping[str, Any]) -> None:
        AuditChain(self.operations).append(at=now, actor=actor, kind=kind, about=f"{ABOUT}{number}", content=content)

    def _names(self) -> list[str]:
        folder: Path = self.store.root / FOLDER
        return (
            sorted(one.name for one in folder.iterdir() if re.fullmatch(r"\d{6}", one.name)) if folder.is_dir() else []
        )


def _after(standing: ReleaseStanding | None, number: int, line: AuditLine) -> ReleaseStanding:
    """Return the standing after a line of the chain."""
    at, content = datetime.fromisoformat(line.at), json.loads(line.content)
    if standing is None:
        return ReleaseStanding(number, ReleaseState.PRELIMINARY, line.actor, at, corrects=content["corrects"])
    if line.kind == REVIEWED:
        return replace(standing, state=ReleaseState.REVIEWED, reviewer=line.actor)
    until = content["embargo_until"]
    return replace(
        standing,
        state=ReleaseState.SIGNED,
        signer=line.actor,
        signed_at=at,
        embargo_until=datetime.fromisoformat(until) if until else None,
    )


def _table(content: dict[str, Any]) -> PublicTable:
    rows = tuple(tuple(row) for row in content["rows"])
    return PublicTable(content["name"], content["unit"], tuple(content["columns"]), rows)


def _none(number: int) -> Problem:
    return Problem(
        "public-release.none",
        Text("没有公开版第 {number} 号", "there is no public release {number}").fill(number=number),
        Text("用 mbi release show 查看已有的公开版", "see those that exist by `mbi release show`"),
    )


def _changed(number: int, file: Path) -> Problem:
    return Problem(
        "public-release.changed",
        Text("公开版第 {number} 号的文件已被改动", "the file of public release {number} was changed").fill(
            number=number
        ),
        Text("从备份恢复该文件", "restore the file from a backup"),
        file=file,
    )
