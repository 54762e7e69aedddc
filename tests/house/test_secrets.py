"""No secret is committed: what looks like one was looked at, and something new is found."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def scan() -> ModuleType:
    spec = importlib.util.spec_from_file_location("secret_scan", ROOT / ".ci/secret_scan.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_entry_of_the_baseline_was_looked_at(scan: ModuleType):
    looked_at = scan.known()
    assert looked_at, "the baseline holds nothing"
    assert [file for file, ones in looked_at.items() for one in ones if one.get("is_secret") is not False] == []
    assert [file for file in looked_at if not (ROOT / file).is_file()] == [], "take it out of the baseline"
    assert scan.news(scan.found(looked_at), looked_at) == []


def test_a_new_secret_is_found(scan: ModuleType, tmp_path: Path):
    key = "AKIA" + "IOSFODNN7" + "EXAMPLQ"  # of the form of a cloud's access key
    (tmp_path / "settings.py").write_text(f'first = 1\naccess = "{key}"\n', encoding="utf-8")
    secrets = scan.found(["settings.py"], tmp_path)
    assert scan.news(secrets, {}) == ["settings.py:2: AWS Access Key"]
    held = {"settings.py": [{"type": "AWS Access Key", "hashed_secret": one.secret_hash} for _, one in secrets]}
    assert scan.news(secrets, held) == []
