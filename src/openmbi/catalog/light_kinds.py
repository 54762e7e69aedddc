"""Two kinds of light rules stand in one folder: `change` judges a recent mean against one before it, `score` a score against cut-offs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import ConfigDict

from openmbi.catalog.loader import Declaration, catalog_files, load_declaration


class LightKind(StrEnum):
    """What a light rule judges."""

    CHANGE = "change"
    SCORE = "score"


class _Kind(Declaration):
    model_config = ConfigDict(extra="ignore")

    kind: LightKind = LightKind.CHANGE


def rule_files(kind: LightKind, overlay: Path | None) -> dict[str, Path]:
    """Return the files of the light rules of one kind, by name.

    Raises
    ------
    Problem
        As `load_declaration`; also where any light rule names a kind that there is not.
    """
    files = catalog_files("lights", overlay)
    return {name: file for name, file in files.items() if load_declaration(_Kind, file).kind is kind}
