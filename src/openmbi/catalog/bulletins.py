"""The bulletin: from which figures its words follow, how much it lists, and in which order its fonts are sought. Dated and cited."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from openmbi.catalog.dated import Dated, check_dates_rise, entry_in_force
from openmbi.catalog.loader import Declaration, Name, catalog_files, load_declaration
from openmbi.core.language import Text
from openmbi.core.problems import Problem

Families = Annotated[tuple[str, ...], Field(min_length=1)]
Limit = Annotated[Decimal, Field(ge=0, le=100)]


class WordFonts(Declaration):
    """Fonts that the Word file names; they are not embedded, Word takes its own where one is missing."""

    zh_text: str
    zh_display: str
    en_text: str
    en_display: str


class BulletinFonts(Declaration):
    """Font families by falling preference: `text` for sentences, `display` for headings, tables and charts; `word` as WordFonts says."""

    text: Families
    display: Families
    word: WordFonts


class BulletinParameters(Dated):
    """What is in force from a day on.

    A change smaller than `steady_points` (levels and indices, in points), `steady_growth_points` (growth, in percentage points) or `steady_diffusion_points`
    (diffusion, in points; also how near to 50 counts as even) is told as steady. `least_months`: how many months must be known before one is called the highest
    or lowest. `months_shown`: how many the charts reach back. `named`: how many of each kind a sentence names at most; `contributions` how many each way the
    waterfalls of the public edition show (the internal one shows those that the zone's page takes apart); `alerts_listed` how many alerts the table lists.
    """

    steady_points: Limit
    steady_growth_points: Limit
    steady_diffusion_points: Limit
    least_months: Annotated[int, Field(ge=2, le=120)]
    months_shown: Annotated[int, Field(ge=6, le=60)]
    named: Annotated[int, Field(ge=1, le=10)]
    contributions: Annotated[int, Field(ge=1, le=12)]
    alerts_listed: Annotated[int, Field(ge=1, le=60)]


class BulletinRules(Declaration):
    """The declaration: fonts, and its entries by rising `valid_from`."""

    code: str
    name: Name
    fonts: BulletinFonts
    parameters: Annotated[tuple[BulletinParameters, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _dates_rise(self) -> Self:
        check_dates_rise(self.parameters, "parameters")
        return self

    def in_force(self, day: date) -> BulletinParameters:
        """Return the parameters in force on a day; before the first entry, the first."""
        return entry_in_force(self.parameters, day) or self.parameters[0]


def load_bulletin_rules(overlay: Path | None) -> BulletinRules:
    """Read the declaration `bulletins/monthly.yml`, the bureau's own or the shipped one.

    Raises
    ------
    Problem
        As `load_declaration`; `catalog.missing` where it is not there.
    """
    file = catalog_files("bulletins", overlay).get("monthly")
    if file is None:
        raise Problem(
            "catalog.missing",
            Text("目录中缺少公报设置 bulletins/monthly.yml", "the catalog lacks the bulletin, bulletins/monthly.yml"),
            Text("请恢复该文件", "restore the file"),
        )
    return load_declaration(BulletinRules, file)
