"""Zip archives: every member is a file of its own, called by its name; what cannot be unpacked is told."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.sources.delivery import Delivery, deliveries_of


def archive(folder: Path, members: dict[str, str | bytes], name: str = "in.zip") -> Path:
    path = folder / name
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for member, content in members.items():
            packed.writestr(member, content)
    return path


def in_gbk(path: Path, name: str, content: str) -> Path:
    """An archive as a Chinese Windows writes it: the bytes of the name are GBK, and nothing says so."""
    placeholder = "x" * len(name.encode("gbk"))
    archive(path.parent, {placeholder: content}, path.name)
    path.write_bytes(path.read_bytes().replace(placeholder.encode(), name.encode("gbk")))
    return path


def labels(path: Path) -> list[str]:
    return [one.label.relative_to(path.parent).as_posix() for one in deliveries_of(path)]


def problem_of(call: Callable) -> Problem:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value


def read(delivery: Delivery) -> bytes:
    with delivery.at_hand() as path:
        assert path.name == delivery.label.name
        return path.read_bytes()


def test_any_other_file_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x")
    assert deliveries_of(path) == [Delivery(path)]
    assert read(Delivery(path)) == b"x"


def test_each_member_is_a_file_of_its_own(tmp_path: Path) -> None:
    path = archive(tmp_path, {"一月/a.csv": "1", "b.csv": "2", "一月/": "", "__MACOSX/._b.csv": "x"})
    assert labels(path) == ["in.zip/一月/a.csv", "in.zip/b.csv"]
    assert [read(one) for one in deliveries_of(path)] == [b"1", b"2"]


def test_an_unpacked_member_does_not_stay(tmp_path: Path) -> None:
    (delivery,) = deliveries_of(archive(tmp_path, {"a.csv": "1"}))
    with delivery.at_hand() as path:
        assert path.exists()
    assert not path.parent.exists()


def test_chinese_names_in_gbk(tmp_path: Path) -> None:
    assert labels(in_gbk(tmp_path / "in.zip", "货运量.csv", "1")) == ["in.zip/货运量.csv"]


@pytest.mark.parametrize("name", ["../../a.csv", "/etc/a.csv", "..\\..\\a.csv"])
def test_no_member_gets_out_of_its_place(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path, {"a.csv": "1"})
    info = ZipInfo()
    info.filename = name
    delivery = Delivery(path, info)
    assert delivery.label.is_relative_to(path)
    assert ".." not in delivery.label.parts


def test_a_problem_is_told_of_the_name_that_was_delivered(tmp_path: Path) -> None:
    (delivery,) = deliveries_of(archive(tmp_path, {"a.csv": "1"}))

    def fail() -> None:
        with delivery.at_hand() as path:
            raise Problem("x", *(2 * [Text("甲", "a")]), file=path, line=3, field="f")

    problem = problem_of(fail)
    assert (problem.file, problem.line, problem.field) == (str(tmp_path / "in.zip" / "a.csv"), 3, "f")


def damaged(folder: Path) -> Path:
    path = archive(folder, {"a.csv": "1,2,3\n" * 1000})
    content = bytearray(path.read_bytes())
    content[40:44] = b"\0\0\0\0"
    path.write_bytes(content)
    return path


def truncated(folder: Path) -> Path:
    path = archive(folder, {"a.csv": "1"})
    path.write_bytes(path.read_bytes()[:-30])
    return path


def protected(folder: Path) -> Path:
    path = archive(folder, {"a.csv": "1"})
    content = path.read_bytes()
    place = content.index(b"PK\x01\x02") + 8
    path.write_bytes(content[:place] + b"\x01" + content[place + 1 :])
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (truncated, "ingest.archive-unreadable"),
        (lambda folder: folder / "gone.zip", "ingest.file-missing"),
        (lambda folder: archive(folder, {}), "ingest.archive-empty"),
        (protected, "ingest.archive-protected"),
    ],
)
def test_a_bad_archive_is_a_problem(tmp_path: Path, make: Callable[[Path], Path], code: str) -> None:
    assert problem_of(lambda: deliveries_of(make(tmp_path))).code == code


def test_a_damaged_member_is_a_problem_of_that_member(tmp_path: Path) -> None:
    (delivery,) = deliveries_of(damaged(tmp_path))
    problem = problem_of(lambda: read(delivery))
    assert (problem.code, problem.file) == ("ingest.archive-unreadable", str(tmp_path / "in.zip" / "a.csv"))


@pytest.mark.parametrize(("limit", "most"), [("LARGEST_BYTES", 1999), ("MOST_MEMBERS", 1)])
def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    path = archive(tmp_path, {"a.csv": "0" * 1000, "b.csv": "0" * 1000})
    monkeypatch.setattr(f"openmbi.sources.delivery.{limit}", most)
    assert problem_of(lambda: deliveries_of(path)).code == "ingest.archive-too-large"
    monkeypatch.setattr(f"openmbi.sources.delivery.{limit}", most + 1)
    assert len(deliveries_of(path)) == 2
