"""The reader against a plain one: line by line, character by character, with `decimal` and `datetime` from the standard library."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.sources.contract import load_contracts
from openmbi.sources.inspection import inspect
from openmbi.sources.read import read_checked

NOW = datetime(2024, 6, 30, 12, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2024, 6, 30)
ENGINE = ibis.duckdb.connect(threads=1)
SHIPPED = load_contracts()
CONTRACTS = {
    "meters_long": SHIPPED["meters_long"].model_copy(update={"encoding": "utf-8"}),
    "meters_wide": SHIPPED["meters_wide"].model_copy(
        update={"encoding": "utf-8", "columns": {**SHIPPED["meters_wide"].columns, "checksum": ("total",)}}
    ),
}


def physical_lines(content: bytes) -> list[bytes]:
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return lines[:-1] if lines[-1] == b"" else lines


def fields_of(line: str) -> list[str] | None:
    """RFC 4180 on one line; a quote is special only where a field begins; None where a quoted field is not closed."""
    fields, field, at, quoted = [], "", 0, line.startswith('"')
    at = int(quoted)
    while at < len(line):
        if quoted and line[at] == '"':
            if line[at + 1 : at + 2] == '"':
                field, at = field + '"', at + 1
            else:
                quoted = False
        elif line[at] == "," and not quoted:
            fields.append(field)
            field, quoted = "", line[at + 1 : at + 2] == '"'
            at += int(quoted)
        else:
            field += line[at]
        at += 1
    return None if quoted else [*fields, field]


def plain(text: str) -> str:
    return text.translate(str.maketrans("０１２３４５６７８９．，－＋：／\u3000\u00a0", "0123456789.,-+:/  ")).strip(
        " \t\n\r\v\f"
    )


def read_number(text: str) -> tuple[Decimal | None, str | None]:
    text = plain(text)
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", text, re.ASCII):
        text = text.replace(",", "")
    if text == "":
        return None, "missing_value"
    if re.fullmatch(r"[+-]?(nan|inf|infinity)", text, re.IGNORECASE):
        return None, "not_finite"
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?", text, re.ASCII | re.IGNORECASE):
        return None, "not_a_number"
    exact = Decimal(text)
    value = None if abs(exact) > 10**15 else exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    if value is None or abs(value) >= 10**14:
        return None, "negative" if exact < 0 else "above_range"
    return value, "negative" if value < 0 else "above_range" if value > 10**9 else None


def read_day(text: str) -> tuple[date | None, str | None]:
    text = plain(text)
    if text == "":
        return None, "missing_date"
    midnight = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
    forms = [
        rf"(\d{{4}})-(\d\d?)-(\d\d?){midnight}",
        r"(\d{4})(\d\d)(\d\d)",
        rf"(\d{{4}})/(\d\d?)/(\d\d?){midnight}",
        r"(\d{4})年(\d\d?)月(\d\d?)日",
    ]
    found = next((match for form in forms if (match := re.fullmatch(form, text, re.ASCII))), None)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        return None, "unreadable_date"
    return day, "date_out_of_range" if day < date(2000, 1, 1) else "date_in_future" if day > TODAY else None


def outcome(row_no: int, subject: str, day: str, value: str, known: list[str]):
    """One observation, as (accepted, refused), one of which is None."""
    (number, number_fault), (when, day_fault) = read_number(value), read_day(day)
    reasons = [*known, *(["missing_subject"] if not subject.strip() else []), *filter(None, [day_fault, number_fault])]
    if reasons:
        return None, (row_no, 1, subject, day, value, None, tuple(reasons))
    return (row_no, subject.strip(), when, number), None


def sum_is_wrong(cells: list[str], total: str) -> bool:
    read = [read_number(cell) for cell in cells]
    if any(number is None and fault != "missing_value" for number, fault in read):
        return False
    return read_number(total)[0] != sum((number or 0 for number, _ in read), Decimal(0))


def plainly_read(content: bytes, source: str):
    lines = physical_lines(content.removeprefix(b"\xef\xbb\xbf"))
    top = next(at for at, line in enumerate(lines) if line.strip())
    header = [name.strip() for name in fields_of(lines[top].decode())]
    outcomes = []
    for row_no, line in enumerate(lines[top + 1 :], top + 2):
        outcomes += line_outcomes(row_no, line, header, source)
    return Counter(good for good, _ in outcomes if good), Counter(bad for _, bad in outcomes if bad)


def line_outcomes(row_no: int, line: bytes, header: list[str], source: str):
    observations = 1 if source == "meters_long" else len(header) - 2
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raw = line.decode("utf-8", "backslashreplace")
        return [(None, (row_no, observations, None, None, None, raw, ("undecodable_text",)))]
    if not text.strip(" \t\v\f"):
        return []
    fields = fields_of(text)
    if fields is None or len(fields) != len(header):
        return [(None, (row_no, observations, None, None, None, text, ("wrong_number_of_fields",)))]
    if source == "meters_long":
        return [outcome(row_no, fields[0], fields[1], fields[2], [])]
    known = ["checksum_mismatch"] if sum_is_wrong(fields[1:-1], fields[-1]) else []
    return [
        outcome(row_no, name, fields[0], value, known)
        for name, value in zip(header[1:-1], fields[1:-1], strict=True)
        if read_number(value)[1] != "missing_value"
    ]


def really_read(path: Path, source: str):
    contract = CONTRACTS[source]
    accepted, refused = Counter(), Counter()
    for block in read_checked(inspect(path, contract), contract, engine=ENGINE, now=NOW, zone=ZONE, registered=None):
        rows = block.accepted.to_pylist()
        accepted.update((row["row_no"], row["subject"], row["valid_at"], row["value"]) for row in rows)
        names = ("row_no", "observations", "subject", "valid_at", "value", "raw")
        refused.update((*(row[name] for name in names), tuple(row["reasons"])) for row in block.quarantined.to_pylist())
    return accepted, refused


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


NUMBERS = st.one_of(
    st.sampled_from(["0", "1", "12.5", "", " ", "abc", "1,234", "1,23", "1_0", "-1", "-0.00001", "0.00005", "1e3", "1.5e-4", "25e-5",
    "12345.678905e-1", "1e400", "NaN", "-inf", "1000000000", "1000000000.00004", "1000000000.00005", "１２", "1，234", "1e12",
    "99999999999999.99995", "0x1", "+5", "5.", ".", "--1"]),
    st.decimals(-10, 10**10, allow_nan=False, places=6).map(str),
    st.integers(0, 100).map(str),
    st.from_regex(r"[0-9+\-.,eE_ ]{0,6}", fullmatch=True),
)  # fmt: skip
DAYS = st.sampled_from(["2024-01-05", "20240106", "2024/1/7", "2024年1月8日", "2024-02-30", "2024-07-01", "1899-12-31", "2099-01-01", "", "x",
    " 2024-01-05 ", "2024-1-5 0:00", "２０２４-01-05"])  # fmt: skip
SUBJECTS = st.sampled_from(["a", "b ", " c", "扬中", "", " ", 'd"e', "f,g"])
GARBAGE = st.one_of(
    st.sampled_from([b"", b"", b" ", b"\t", b",", b",,", b'"', b'a,"b', b'""', b'"a"b,2024-01-05,1', b"\xff,2024-01-05,1",
    "企业".encode("gbk"), b'"x""y",2024-01-05,"1,234"', b"a\x0bb"]),
    st.binary(max_size=12).filter(lambda line: b"\0" not in line),
)  # fmt: skip
ENDS = st.sampled_from([b"\n", b"\n", b"\r\n", b"\r"])


@st.composite
def lines_of(draw, cells: st.SearchStrategy[list[str]]) -> bytes:
    if draw(st.integers(0, 3)) == 0:
        return draw(GARBAGE)
    style = draw(st.sampled_from([str, quoted, quoted]))
    return ",".join(
        style(cell) if "," not in cell and '"' not in cell else quoted(cell) for cell in draw(cells)
    ).encode()


@st.composite
def long_files(draw) -> bytes:
    return draw(files("subject,date,value", b"a,2024-01-05,1", st.tuples(SUBJECTS, DAYS, NUMBERS)))


@st.composite
def wide_lines(draw) -> list[str]:
    cells = draw(st.lists(NUMBERS, min_size=2, max_size=2))
    numbers = [read_number(cell)[0] or Decimal(0) for cell in cells]
    return [draw(DAYS), *cells, draw(st.sampled_from([str(sum(numbers)), "3"]))]


@st.composite
def wide_files(draw) -> bytes:
    return draw(files("date,A,乙,total", b"2024-01-05,1,2,3", wide_lines()))


@st.composite
def files(draw, header: str, good: bytes, cells: st.SearchStrategy) -> bytes:
    body = draw(st.lists(st.tuples(lines_of(cells), ENDS), max_size=12))
    top = draw(st.sampled_from([b"", b"\n", b"\xef\xbb\xbf"])) + header.encode() + draw(ENDS)
    text = top + b"".join(line + end for line, end in body) + good
    return text + draw(st.sampled_from([b"", b"\n", b"\r"]))


@pytest.mark.parametrize(("source", "made"), [("meters_long", long_files()), ("meters_wide", wide_files())])
def test_the_reader_and_the_plain_one_agree(source: str, made: st.SearchStrategy[bytes], tmp_path: Path) -> None:
    path = tmp_path / "file.csv"

    @settings(max_examples=100, deadline=None, database=None, derandomize=True)
    @given(made, st.sampled_from([1, 5, 17, 64, 1 << 20]))
    def agree(content: bytes, block: int) -> None:
        path.write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("openmbi.sources.lines.BLOCK_BYTES", block)
            assert really_read(path, source) == plainly_read(content, source)

    agree()
