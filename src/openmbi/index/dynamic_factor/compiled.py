"""Compiled steps are kept on disk beside their sources, and thrown away as soon as any source has changed.

The compiler keeps a function's code as long as the function's own file is unchanged; it does not see that a function which it calls, in another file, has
changed. So all of this folder's are kept or thrown away together, when the folder is first imported.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

KEPT = "*.nb[ic]"
STAMP = "compiled.sha256"


def throw_away_stale(folder: Path) -> bool:
    """Remove what was compiled from other sources than the folder's present ones; return whether anything had to be checked anew."""
    digest = sha256(b"".join(file.read_bytes() for file in sorted(folder.glob("*.py")))).hexdigest()
    stamp = folder / "__pycache__" / STAMP
    with suppress(OSError):
        if stamp.read_text(encoding="ascii") == digest:
            return False
    with suppress(OSError):  # a folder that may not be written holds nothing compiled either
        for file in stamp.parent.glob(KEPT):
            file.unlink(missing_ok=True)
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(digest, encoding="ascii")
    return True


throw_away_stale(Path(__file__).parent)
