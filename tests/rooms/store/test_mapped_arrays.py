"""Arrays of a file are the same mapped as loaded, and only the large ones are mapped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from openmbi.store.mapped_arrays import LEAST_BYTES, mapped_arrays

LARGE = {
    "close": np.arange(LEAST_BYTES, dtype=np.float32).reshape(-1, 16),
    "colour": np.asfortranarray(np.arange(2 * LEAST_BYTES, dtype=np.uint8).reshape(4, -1)),
    "reason": np.array(["一般", "因春节停用"] * (LEAST_BYTES // 16)),
    "since": np.arange("2020-01-01", "2020-12-31", dtype="datetime64[D]").repeat(400),
}
SMALL = {"cell.members": np.arange(7), "growth.zone.seasonal": np.array(True), "none": np.zeros((0, 3), np.float32)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    np.savez(tmp_path / "details.npz", **SMALL, **LARGE)
    return tmp_path / "details.npz"


def test_they_are_the_same_as_loaded(file: Path):
    found = mapped_arrays(file)
    with np.load(file) as stored:
        assert list(found) == list(stored)
        for name, array in stored.items():
            assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)
            assert np.array_equal(found[name], array)


def test_large_ones_are_mapped_and_cannot_be_changed(file: Path):
    found = mapped_arrays(file)
    assert {name for name, array in found.items() if isinstance(array, np.memmap)} == set(LARGE)
    with pytest.raises(ValueError, match="read-only"):
        found["close"][0, 0] = 1


def test_what_was_compressed_is_loaded(tmp_path: Path):
    np.savez_compressed(tmp_path / "packed.npz", **LARGE)
    found = mapped_arrays(tmp_path / "packed.npz")
    assert all(np.array_equal(found[name], array) for name, array in LARGE.items())
    assert not any(isinstance(array, np.memmap) for array in found.values())


def test_a_removed_file_can_still_be_read(file: Path):
    found = mapped_arrays(file)
    file.unlink()
    assert found["close"][-1, -1] == LARGE["close"][-1, -1]
