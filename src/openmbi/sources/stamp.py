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
    try:
        if path.is_dir():
            raise _cannot("ingest.not-a-file", path, Text("这是一个目录", "it is a directory"))
        yield
    except FileNotFoundError as error:
        raise _cannot("ingest.file-missing", path, Text("文件不存在", "there is no such file")) from error
    except PermissionError as error:
        raise _cannot("ingest.file-unreadable", path, Text("没有读取权限", "it may not be read")) from error


def _cannot(code: str, path: Path, found: Text) -> Problem:
    fix = Text("请检查路径与权限", "check path and permissions")
    return Problem(code, found, fix, file=path)
