"""What was delivered: files, and the members of zip archives, each of which is a file of its own."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.sources.stamp import accessible

LARGEST_BYTES = 4 << 30
MOST_MEMBERS = 10_000
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_DAMAGED = (BadZipFile, zlib.error, EOFError, RuntimeError)
"""What zipfile raises on a damaged archive; RuntimeError where a member is packed in an unknown way."""


@dataclass(frozen=True)
class Delivery:
    """A file that lies at `path`, or a member of the archive there."""

    path: Path
    member: ZipInfo | None = None

    @property
    def label(self) -> Path:
        """The path by which it is called: `archive.zip/member.csv` of a member."""
        return self.path / _decoded_name(self.member) if self.member else self.path

    @contextmanager
    def at_hand(self) -> Iterator[Path]:
        """Give the path that it can be read at; a member is unpacked for as long. A Problem of the file is told of the name by which it was delivered.

        Raises
        ------
        Problem
            `ingest.archive-unreadable` where the member is damaged.
        """
        if self.member is None:
            yield self.path
            return
        with TemporaryDirectory(prefix="openmbi-") as folder:
            target = Path(folder) / self.label.name
            self._unpack(self.member, target)
            try:
                yield target
            except Problem as problem:
                raise self.called(problem, target) from problem

    def _unpack(self, member: ZipInfo, target: Path) -> None:
        with accessible(self.path), _readable(self.label), ZipFile(self.path) as archive:  # noqa: SIM117
            with archive.open(member) as packed, target.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)

    def called(self, problem: Problem, path: Path) -> Problem:
        """Return a problem of the file at hand under the name by which it was delivered."""
        if self.member is None or problem.file is None or Path(problem.file).parent != path.parent:
            return problem
        return problem.of_file(self.label.with_name(Path(problem.file).name))


def deliveries_of(path: Path) -> list[Delivery]:
    """Return the files of an archive (`.zip`), or the file itself. Folders, and what a Mac adds under `__MACOSX`, are no files.

    Raises
    ------
    Problem
        `ingest.archive-unreadable`, `ingest.archive-protected`, `ingest.archive-too-large`, `ingest.archive-empty`; `ingest.file-missing`.
    """
    if path.suffix.casefold() != ".zip":
        return [Delivery(path)]
    with accessible(path), _readable(path), ZipFile(path) as archive:
        members = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX/")]
    _refuse_bad(path, members)
    return [Delivery(path, member) for member in members]


def _decoded_name(member: ZipInfo) -> PurePosixPath:
    """Return the name of a member. Without the mark of UTF-8, archivers write the bytes of their system: GBK on a Chinese Windows."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        name = _from_system(name.encode("cp437"))
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in {"/", ".."}]
    return PurePosixPath(*parts)


def _from_system(name: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("cp437")


@contextmanager
def _readable(label: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        raise Problem(
            "ingest.archive-unreadable",
            Text("压缩包不完整或已损坏：{detail}", "the archive is truncated or corrupt: {detail}").fill(detail=error),
            Text("请重新传输该文件后再导入", "transfer the file again and ingest it then"),
            file=label,
        ) from error


def _refuse_bad(path: Path, members: list[ZipInfo]) -> None:
    if not members:
        raise _empty(path)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise _protected(path)
    size = sum(member.file_size for member in members)
    if size > LARGEST_BYTES or len(members) > MOST_MEMBERS:
        raise _too_large(path, size, len(members))


def _empty(path: Path) -> Problem:
    return Problem(
        "ingest.archive-empty",
        Text("压缩包中没有文件", "there is no file in the archive"),
        Text("请数据提供方重新提供", "ask the provider for the file again"),
        file=path,
    )


def _protected(path: Path) -> Problem:
    return Problem(
        "ingest.archive-protected",
        Text("压缩包设有密码", "the archive opens with a password only"),
        Text("请解压后导入其中的文件", "unpack it and ingest the files in it"),
        file=path,
    )


def _too_large(path: Path, size: int, count: int) -> Problem:
    return Problem(
        "ingest.archive-too-large",
        Text("压缩包解压后有 {count} 个文件、{size} 字节", "the archive unpacks to {count} files of {size} bytes").fill(
            count=count, size=size
        ),
        Text("请确认其来源，解压后分批导入", "make sure where it comes from, unpack it and ingest the files in parts"),
        expected=Text("至多 {count} 个文件、{size} 字节", "at most {count} files of {size} bytes").fill(
            count=MOST_MEMBERS, size=LARGEST_BYTES
        ),
        file=path,
    )
