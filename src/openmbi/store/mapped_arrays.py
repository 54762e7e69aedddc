"""Arrays of an `.npz` file, the large ones read from the file as far as they are looked at: of many enterprises, a page needs one row."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np
from numpy.lib import format as npy

LEAST_BYTES = 1 << 20
"""Smaller arrays are read at once."""
_LOCAL_HEADER, _NAME_AND_EXTRA = 30, slice(26, 30)
"""Of a member of a ZIP file (APPNOTE 6.3, section 4.3.7): the length of its own header without name and extra field, and where their lengths stand."""


def mapped_arrays(file: Path) -> dict[str, np.ndarray]:
    """Return the arrays of a file that `np.savez` wrote, by name; those of LEAST_BYTES or more are mapped, read-only. The file may be removed, not changed."""
    with ZipFile(file) as members, np.load(file) as stored:
        mapped = {_name(member): _mapped(file, member) for member in members.infolist()}
        return {name: stored[name] if found is None else found for name, found in mapped.items()}


def _name(member: ZipInfo) -> str:
    return member.filename.removesuffix(".npy")


def _mapped(file: Path, member: ZipInfo) -> np.ndarray | None:
    """Return a member as a mapped array; None for one that is small or compressed."""
    if member.compress_type != ZIP_STORED or member.file_size < LEAST_BYTES:
        return None
    with file.open("rb") as opened:
        opened.seek(member.header_offset)
        lengths = opened.read(_LOCAL_HEADER)[_NAME_AND_EXTRA]
        name, extra = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
        opened.seek(member.header_offset + _LOCAL_HEADER + name + extra)
        version = npy.read_magic(opened)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, kind = read(opened)
        return np.memmap(file, kind, "r", opened.tell(), shape, "F" if fortran else "C")
