"""Files of evidence are noted by name and hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from openmbi.core.problems import Problem
from openmbi.flow.evidence import evidence_of


def test_name_and_hash_tell_a_file(tmp_path: Path):
    file = tmp_path / "停产通知.pdf"
    file.write_bytes(b"stopped")
    (noted,) = evidence_of([file])
    assert (noted.name, noted.sha256) == ("停产通知.pdf", hashlib.sha256(b"stopped").hexdigest())


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path):
    with pytest.raises(Problem) as caught:
        evidence_of([tmp_path / "none.pdf"])
    assert caught.value.code == "case.no-evidence-file"
