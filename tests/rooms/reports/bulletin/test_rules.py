"""The catalogue of sentences."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from openmbi.reports.bulletin.wording.movement import Movement
from openmbi.reports.bulletin.wording.rules import RULES, say

SECTIONS = Path(__file__).parents[4] / "src/openmbi/reports/bulletin/sections"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", RULES)
def test_both_languages_tell_the_same_figures_and_a_condition(code: str):
    rule = RULES[code]
    assert placeholders(rule.text.zh) == placeholders(rule.text.en)
    assert rule.when.zh
    assert rule.when.en
    assert rule.text.zh.endswith("。")
    assert rule.text.en.endswith(".")


def test_every_rule_is_used_and_no_other():
    source = "".join(file.read_text(encoding="utf-8") for file in SECTIONS.glob("*.py"))
    named = set(re.findall(r'f?"([a-z]+\.[a-z_{}]+)"', source))
    used = {one for one in named if "{" not in one and one in RULES}
    for pattern in (one for one in named if "{" in one):
        start, end = pattern.split("{")[0], pattern.split("}")[-1]
        used |= {code for code in RULES if code.startswith(start) and code.endswith(end)}
    assert used == set(RULES)


def test_a_sentence_needs_all_its_figures():
    with pytest.raises(KeyError):
        say("level.rose", month="x")


@pytest.mark.parametrize("part", ["level", "composite"])
def test_each_movement_has_its_sentence(part: str):
    assert {f"{part}.{way}" for way in Movement if way is not Movement.UNKNOWN} <= set(RULES)
