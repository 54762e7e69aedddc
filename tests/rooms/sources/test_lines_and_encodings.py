"""Physical lines stay exact, whatever is in them; encodings are told apart, and what cannot be read is kept readable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmbi.sources.encoding import is_readable
from openmbi.sources.inspection import inspect

HEADER = "subject,date,value\n"
GOOD = "a,2024-01-05,1\n"


def rows_of(desk, content: str | bytes, source: str = "meters_long") -> tuple[list[int], list[tuple[int, list[str]]]]:
    accepted, refused = desk.read(source, content)
    return [row["row_no"] for row in accepted], sorted((row["row_no"], row["reasons"]) for row in refused)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("block", [1, 7, 16, 1 << 20])
def test_lines_are_counted_over_blank_ragged_and_quoted_ones(desk, small_blocks, end: str, block: int) -> None:
    small_blocks(block)
    lines = [
        "",
        HEADER.strip(),
        GOOD.strip(),
        "",
        "a,b",
        '"a","2024-01-05","2"',
        "  ",
        "a,2024-01-05,1,2",
        '"a""b",2024-01-05,"3"',
        GOOD.strip(),
    ]
    assert rows_of(desk, end.join(lines)) == (
        [3, 6, 9, 10],
        [(5, ["wrong_number_of_fields"]), (8, ["wrong_number_of_fields"])],
    )


@pytest.mark.parametrize("block", [20, 1 << 20])
@pytest.mark.parametrize("at", [0, 1, 4])
@pytest.mark.parametrize(
    "bad", ['"a,2024-01-05,1', 'a,"2024-01-05,1', 'a,2024-01-05,"1', '"a"",2024-01-05,1', '5"a,2024-01-05,"1']
)
def test_an_unpaired_quote_spoils_its_own_line_only(desk, small_blocks, bad: str, at: int, block: int) -> None:
    small_blocks(block)
    lines = [GOOD.strip()] * 4 + ["", '"b",2024-01-05,1', "short"]
    lines.insert(at, bad)
    accepted, refused = rows_of(desk, HEADER + "\n".join(lines) + "\n")
    fine = {place + 2 for place, line in enumerate(lines) if line not in {"", "short", bad}}
    assert set(accepted) == fine
    assert {line for line, _ in refused} == {at + 2, lines.index("short") + 2}
    assert all(reasons == ["wrong_number_of_fields"] for _, reasons in refused)


def test_a_refused_line_is_kept_as_it_stood(desk) -> None:
    _, refused = desk.read("meters_long", HEADER + ' x ,"y",z,\n')
    assert refused[0]["raw"] == ' x ,"y",z,'


def test_a_quote_inside_a_field_is_part_of_it(desk) -> None:
    accepted, _ = desk.read("meters_long", HEADER + '5" pipe,2024-01-05,1\n"5"" pipe, new",2024-01-05,1\n')
    assert [row["subject"] for row in accepted] == ['5" pipe', '5" pipe, new']


def test_a_line_of_empty_fields_is_a_row(desk) -> None:
    assert rows_of(desk, HEADER + ",,\n\n" + GOOD) == ([4], [(2, ["missing_subject", "missing_date", "missing_value"])])


def test_every_line_ragged(desk) -> None:
    assert rows_of(desk, HEADER + "a\nb\n") == ([], [(2, ["wrong_number_of_fields"]), (3, ["wrong_number_of_fields"])])


def test_columns_in_any_order_with_blanks_and_capitals(desk) -> None:
    accepted, _ = desk.read("meters_long", " VALUE ,用途,Ｄａｔｅ,Subject\n1,x,2024-01-05,a\n")
    assert accepted[0]["subject"] == "a"


TEXT = "户号,日期,电量\n扬中一号,2024-01-05,1\n镇江，二号,2024-01-05,2\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (("\ufeff" + TEXT).encode(), "utf-8"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.replace("扬中", "㐀𠮷").encode("gb18030"), "gb18030"),
        (HEADER.encode() + GOOD.encode(), "utf-8"),
        ((HEADER + "é,2024-01-05,1\n").encode(), "utf-8"),
    ],
)
@pytest.mark.parametrize("block", [9, 1 << 20])
def test_an_encoding_is_found_out(desk, small_blocks, content: bytes, encoding: str, block: int) -> None:
    small_blocks(block)
    inspection = inspect(desk.write(content), desk.contract("meters_long"))
    assert inspection.encoding == encoding
    accepted, refused = desk.read("meters_long", content)
    assert refused == []
    assert accepted[0]["subject"] == content.decode(encoding).removeprefix("\ufeff").split("\n")[1].split(",")[0]


@pytest.mark.parametrize(("main", "other"), [("utf-8", "gbk"), ("gbk", "utf-8")])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_line_in_another_encoding_than_the_rest_is_refused(desk, main: str, other: str, at: int) -> None:
    lines = [line.encode(main) for line in TEXT.splitlines()]
    lines.insert(at, "南京机床厂,2024-01-05,3".encode(other))
    accepted, refused = desk.read("meters_long", b"\n".join(lines))
    assert [row["row_no"] for row in accepted] == [line for line in (2, 3, 4) if line != at + 1]
    assert [(row["row_no"], row["reasons"]) for row in refused] == [(at + 1, ["undecodable_text"])]
    assert refused[0]["raw"].endswith(",2024-01-05,3")


def test_bytes_that_cannot_be_decoded_are_kept_by_backslash_escapes(desk) -> None:
    _, refused = desk.read("meters_long", TEXT.encode() + b"\xff\xfea,2024-01-05,1\n")
    assert refused[0]["raw"] == r"\xff\xfea,2024-01-05,1"


def test_the_contract_may_name_the_encoding(desk) -> None:
    desk.changes["encoding"] = "gb18030"
    accepted, refused = desk.read("meters_long", "subject,date,value\n扬中一号,2024-01-05,1\n".encode("gbk"))
    assert (accepted[0]["subject"], refused) == ("扬中一号", [])


def test_what_an_inspection_says(desk) -> None:
    path = desk.write("\ufeff\n" + HEADER + "\n" + GOOD.strip())
    inspection = inspect(path, desk.contract("meters_long"))
    assert (inspection.lines, inspection.size, inspection.encoding) == (4, path.stat().st_size, "utf-8")
    assert inspection.layout.header.line == 2
    assert len(inspection.sha256) == 64


@given(st.lists(st.sampled_from([b"a", b"\n", b"\xe4\xb8\xad", b"\xe4", b"\xb8", b"\xad", b"\xc1"]), max_size=24))
def test_leaving_the_ascii_out_first_finds_the_same_lines(parts: list[bytes]) -> None:
    """A GB18030 text is readable unless one of its lines is wholly ASCII and three-byte sequences, however its characters are split over the ASCII."""
    text = b"".join(parts)
    whole = re.compile(rb"[\x00-\x7f]*(?:[\xe2-\xef][\x80-\xbf]{2}[\x00-\x7f]*)+")
    like = any(whole.fullmatch(line) for line in text.split(b"\n"))
    try:
        text.decode("gb18030")
    except UnicodeDecodeError:
        assert not is_readable(text, "gb18030")
    else:
        assert is_readable(text, "gb18030") is not like
