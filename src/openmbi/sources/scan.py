"""One streaming pass over a text file: hash, number of lines, encoding, header. A file that cannot be a table is refused here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.sources.contract import Contract
from openmbi.sources.delimited import split_header
from openmbi.sources.encoding import BOM, Encoding, is_readable, likelier_encoding
from openmbi.sources.layout import Header
from openmbi.sources.lines import count_lines, unix_lines, whole_lines

_NOT_TEXT = {b"PK\x03\x04": "xlsx/zip", b"\xd0\xcf\x11\xe0": "xls", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True)
class Scan:
    """What the pass found; `lines` are physical lines, header and blank ones included."""

    sha256: str
    lines: int
    encoding: Encoding
    header: Header


def scan_text(path: Path, contract: Contract) -> Scan:
    """Read a text file through once (again where it is not UTF-8 and the contract leaves the encoding open).

    Raises
    ------
    Problem
        `ingest.empty-file`, `ingest.header-only`, `ingest.not-text`, `ingest.header-unreadable`, `ingest.line-too-long`.
    """
    digest, lines, utf8, head, rows = hashlib.sha256(), 0, True, _Head(path), False
    for block in whole_lines(path):
        digest.update(block)
        text = unix_lines(block)
        head, below = head.after(text)
        rows = rows or bool(below.strip())
        lines += count_lines(text)
        utf8 = utf8 and is_readable(text, "utf-8")
    encoding = _encoding(path, contract, utf8)
    header = head.decoded(encoding)
    if not rows:
        raise header_only(header)
    return Scan(digest.hexdigest(), lines, encoding, header)


def _encoding(path: Path, contract: Contract, utf8: bool) -> Encoding:
    if contract.encoding != "auto":
        return contract.encoding
    return "utf-8" if utf8 else likelier_encoding(path)


@dataclass(frozen=True)
class _Head:
    """The first line that is not blank, and its physical number; `line` stays None until it is met."""

    path: Path
    blank: int = 0
    line: bytes | None = None

    def after(self, text: bytes) -> tuple[_Head, bytes]:
        """Look for it in a block of lines; return what is known then, and the text below it."""
        if self.line is not None:
            return self, text
        if self.blank == 0:
            _refuse_binary(self.path, text)
            text = text.removeprefix(BOM)
        filled = text.lstrip()
        blank = self.blank + text[: len(text) - len(filled)].count(b"\n")
        line, _, below = filled.partition(b"\n")
        return _Head(self.path, blank, line or None), below

    def decoded(self, encoding: Encoding) -> Header:
        """Return it as a header; raises Problem where there is none or it cannot be read."""
        if self.line is None:
            raise empty(self.path)
        if not is_readable(self.line, encoding):
            raise _unreadable_header(self.path, self.blank + 1, encoding)
        return Header(split_header(self.line.decode(encoding)), self.path, self.blank + 1)


def _refuse_binary(path: Path, text: bytes) -> None:
    kind = next((kind for magic, kind in _NOT_TEXT.items() if text.startswith(magic)), None)
    if kind or b"\0" in text:
        raise Problem(
            "ingest.not-text",
            Text("不是文本表格（{kind}）", "it is no table in text ({kind})").fill(
                kind=kind or Text("二进制", "binary")
            ),
            Text(
                "请另存为 CSV（UTF-8）、.xlsx 或 Parquet 后导入",
                "save it as CSV (UTF-8), .xlsx or Parquet and ingest that",
            ),
            file=path,
        )


def empty(path: Path) -> Problem:
    """Say that a file is empty."""
    return Problem(
        "ingest.empty-file",
        Text("文件为空", "the file is empty"),
        Text("请数据提供方重新提供", "ask the provider for the file again"),
        file=path,
    )


def header_only(header: Header) -> Problem:
    """Say that a file has no rows."""
    return Problem(
        "ingest.header-only",
        Text("只有表头，没有数据", "there is a header and nothing below it"),
        Text("请数据提供方重新提供", "ask the provider for the file again"),
        file=header.path,
        line=header.line or None,
    )


def _unreadable_header(path: Path, line: int, encoding: Encoding) -> Problem:
    return Problem(
        "ingest.header-unreadable",
        Text("表头不能按 {encoding} 读取", "the header cannot be read as {encoding}").fill(encoding=encoding),
        Text("在契约的 encoding 中写明字符编码", "name the right encoding in the contract"),
        file=path,
        line=line,
    )
