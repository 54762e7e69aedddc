"""Documents are parsed once, anew when their file changes, and not more of them are kept than room is for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from openmbi.flow.gate.kept_documents import KeptDocuments


def written(file: Path, text: str) -> Path:
    """Put a new file into the place of an old one, as a run does."""
    new = file.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    return new.replace(file)


def test_a_file_is_parsed_once(tmp_path: Path):
    file, kept = written(tmp_path / "a.json", '{"light": "red"}'), KeptDocuments()
    assert kept.read(file) is kept.read(file)


def test_a_new_file_in_its_place_is_read_though_size_and_moment_are_the_same(tmp_path: Path):
    file, kept = written(tmp_path / "a.json", '{"n": 1}'), KeptDocuments()
    assert kept.read(file) == {"n": 1}
    told = file.stat()
    written(file, '{"n": 2}')
    os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert kept.read(file) == {"n": 2}


def test_the_one_asked_for_longest_ago_makes_room(tmp_path: Path):
    files = [written(tmp_path / f"{name}.json", f'{{"n": "{name}"}}') for name in "abc"]
    kept = KeptDocuments(most_bytes=2 * files[0].stat().st_size)
    first, second = kept.read(files[0]), kept.read(files[1])
    assert kept.read(files[0]) is first
    kept.read(files[2])
    assert kept.read(files[0]) is first
    assert kept.read(files[1]) is not second


def test_a_file_that_is_gone_is_not_told_of(tmp_path: Path):
    file, kept = written(tmp_path / "a.json", "{}"), KeptDocuments()
    kept.read(file)
    file.unlink()
    with pytest.raises(FileNotFoundError):
        kept.read(file)
