"""Bundled scripts: named after their content, kept for good, and nothing else of the folder can be reached."""

from __future__ import annotations

import gzip
from pathlib import Path

import orjson
import pytest

from openmbi.doors.web.assets.assets import LIST, addresses, assets, content_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    content = b"alert(1)"
    (tmp_path / "charts-abc.js").write_bytes(content)
    (tmp_path / "charts-abc.js.gz").write_bytes(gzip.compress(content))
    (tmp_path / "secret.txt").write_bytes(b"secret")
    listed = {"charts.js": {"file": "charts-abc.js", "integrity": "sha384-x", "bytes": 8, "gzip_bytes": 28}}
    (tmp_path / LIST).write_bytes(orjson.dumps(listed))
    return tmp_path


def test_a_script_is_found_by_name_and_served_by_file(folder: Path):
    assert addresses(["charts.js", "unknown.js"], folder) == ("/assets/charts-abc.js",)
    plain, packed = (content_of("charts-abc.js", compressed=each, folder=folder) for each in (False, True))
    assert plain == b"alert(1)"
    assert packed is not None
    assert gzip.decompress(packed) == plain


@pytest.mark.parametrize("file", ["secret.txt", "../secret.txt", LIST, "charts-abc.js.gz", ""])
def test_nothing_else_can_be_reached(folder: Path, file: str):
    assert content_of(file, compressed=False, folder=folder) is None


def test_where_nothing_was_bundled_there_is_nothing(tmp_path: Path):
    assert assets(tmp_path) == {}
    assert addresses(["charts.js"], tmp_path) == ()
