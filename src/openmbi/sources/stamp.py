"""A file's size, time and inode: whether it is still the file that was inspected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openmbi.core.language import Text
from openmbi.core.problems import Problem


@dataclass(frozen=True)
class Stamp:
    """`size` in bytes, time of the last change in nanoseconds, inode."""

    size: int
    mtime_ns: int
    inode: int


def stamp(path: Path) -> Stamp:
    """Return a file's stamp of now."""
    status = path.stat()
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino)


def refuse_change(path: Path, then: Stamp) -> None:
    """Raise `ingest.file-changed` where a file is no longer what it was: someone is still writing it, or has replaced it."""
    now = stamp(path)
    if now != then:
        raise Problem(
            "ingest.file-changed",
            Text(
                "读取期间文件发生变化（{then} → {now} 字节）",
                "the file changed while it was read ({then} → {now} bytes)",
            ).fill(then=then.size, now=now.size),
            Text("待写入完成后重新导入", "ingest it again once it is complete"),
            file=path,
        )


@contextmanager
def accessible(path: Path) -> Iterator[None]:
    """Say as Problem that a file is not there, may not be read, or is a directory."""
    if path.is_dir():
        raise _directory(path)
    try:
        yield
    except FileNotFoundError as error:
        raise _missing(path) from error
    except PermissionError as error:
        raise _unreadable(path) from error


def _directory(path: Path) -> Problem:
    return Problem(
        "ingest.not-a-file",
        Text("这是一个目录", "it is a directory"),
        Text("请指定目录中的文件", "name the files in it"),
        file=path,
    )


def _missing(path: Path) -> Problem:
    return Problem(
        "ingest.file-missing",
        Text("文件不存在", "there is no such file"),
        Text("请检查路径；读取期间请勿移走文件", "check the path, and leave the file in its place while it is read"),
        file=path,
    )


def _unreadable(path: Path) -> Problem:
    return Problem(
        "ingest.file-unreadable",
        Text("没有读取权限", "it may not be read"),
        Text("请赋予读取权限", "give permission to read it"),
        file=path,
    )
