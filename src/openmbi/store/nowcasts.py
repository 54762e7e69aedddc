"""Kept nowcasts: each with what it was made from, its panel and parameters, and its document; numbered folders that are added and never changed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from openmbi.store.store import Store, sync_folder

KIND = "nowcasts"


@dataclass(frozen=True)
class KeptNowcast:
    """A kept nowcast: its folder, and what it was made from (`pins`)."""

    name: str
    folder: Path
    pins: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """Return its document."""
        return json.loads((self.folder / "nowcast.json").read_text(encoding="utf-8"))

    def arrays(self) -> dict[str, np.ndarray]:
        """Return its panel and parameters, by name."""
        with np.load(self.folder / "vintage.npz") as stored:
            return dict(stored)


def keep_nowcast(
    store: Store, pins: dict[str, Any], document: Mapping[str, Any], arrays: Mapping[str, np.ndarray]
) -> KeptNowcast:
    """Keep a nowcast under the next number, in one atomic step, unless the newest was made from the same things. The caller holds `Store.writing`."""
    before = kept_nowcasts(store)[-1:]
    if before and before[0].pins == json.loads(_json(pins)):
        return before[0]
    staging = store.folder("staging", uuid4().hex)
    (staging / "pins.json").write_text(_json(pins), encoding="utf-8")
    (staging / "nowcast.json").write_text(json.dumps(dict(document), ensure_ascii=False), encoding="utf-8")
    np.savez_compressed(staging / "vintage.npz", **arrays)  # type: ignore[arg-type]  numpy's own stub takes flags for arrays
    folder = store.folder(KIND)
    name = f"{len(_names(folder)) + 1:06d}"
    staging.rename(folder / name)
    sync_folder(folder)
    return KeptNowcast(name, folder / name, json.loads(_json(pins)))


def kept_nowcasts(store: Store) -> list[KeptNowcast]:
    """Return all kept nowcasts, oldest first."""
    folder = store.root / KIND
    return [
        KeptNowcast(name, folder / name, json.loads((folder / name / "pins.json").read_text(encoding="utf-8")))
        for name in _names(folder)
    ]


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(child.name for child in folder.iterdir() if re.fullmatch(r"\d{6}", child.name))


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str)
