"""Every declaration of every kind, found by discovery: named after its file, said in both languages, cited where it decides."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from openmbi.catalog.indicators import Indicator
from openmbi.catalog.loader import SHIPPED, catalog_hash, declarations_by_kind, load_all, read_mapping
from openmbi.flow.in_force import declarations_in_force

DECLARED = [(kind, name, file) for kind, files in declarations_by_kind(None).items() for name, file in files.items()]
IDS = [f"{kind}/{name}" for kind, name, _ in DECLARED]
DECIDES = {
    "bulletins",
    "calendar",
    "case_rules",
    "clusters",
    "crises",
    "detection",
    "disclosure",
    "events",
    "indexes",
    "lights",
    "places",
    "size_classes",
    "targets",
}  # what is published rests on these: where they come from is said


def texts(content: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Find every bilingual text, at whatever depth."""
    if isinstance(content, dict) and content.keys() & {"zh", "en"}:
        yield path, content
    elif isinstance(content, dict | list):
        parts = content.items() if isinstance(content, dict) else enumerate(content)
        for key, part in parts:
            yield from texts(part, f"{path}/{key}")


def citations(content: object) -> Iterator[object]:
    if isinstance(content, dict):
        if "citation" in content:
            yield content["citation"]
        for part in content.values():
            yield from citations(part)
    elif isinstance(content, list):
        for part in content:
            yield from citations(part)


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize(("kind", "name", "file"), DECLARED, ids=IDS)
def test_it_is_named_after_its_file_and_said_in_both_languages(kind: str, name: str, file: Path):
    content = read_mapping(file)
    assert content.get("code", name) == name
    for path, text in texts(content):
        assert text.keys() == {"zh", "en"}, path
        assert all(isinstance(said, str) and said.strip() for said in text.values()), path
        assert is_chinese(text["zh"]), path
        assert not is_chinese(text["en"].split("（")[0]), path


@pytest.mark.parametrize(("kind", "name", "file"), [d for d in DECLARED if d[0] in DECIDES], ids=str)
def test_what_decides_is_cited(kind: str, name: str, file: Path):
    assert list(citations(read_mapping(file)))


@pytest.mark.parametrize(("kind", "name", "file"), DECLARED, ids=IDS)
def test_the_catalog_hash_covers_it(tmp_path: Path, kind: str, name: str, file: Path):
    (tmp_path / kind).mkdir()
    own = Path(shutil.copyfile(file, tmp_path / kind / file.name))
    assert catalog_hash(tmp_path) == catalog_hash(None)
    own.write_bytes(file.read_bytes() + b"\n# changed\n")
    assert catalog_hash(tmp_path) != catalog_hash(None)


def test_a_copy_of_the_whole_catalog_is_the_catalog(tmp_path: Path):
    for kind, _, file in DECLARED:
        (tmp_path / kind).mkdir(exist_ok=True)
        shutil.copyfile(file, tmp_path / kind / file.name)
    assert catalog_hash(tmp_path) == catalog_hash(None)
    assert declarations_in_force(tmp_path) == declarations_in_force(None)


def test_every_folder_of_the_catalog_declares_something():
    folders = {path.name for path in SHIPPED.iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert folders == {kind for kind, _, _ in DECLARED} >= {"industries", "palettes", *DECIDES}


def test_the_deflator_of_an_indicator_is_a_declared_index_and_money_has_one():
    indicators = load_all(Indicator, "indicators", None)
    for indicator in indicators.values():
        assert (indicator.deflator is not None) == (indicator.unit == "CNY"), indicator.code
        assert indicator.deflator is None or indicators[indicator.deflator].unit == "1"
