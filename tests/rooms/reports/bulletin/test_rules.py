"""The catalogue of sentences."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from openmbi.reports.bulletin.wording.movement import Movement
from openmbi.reports.bulletin.wording.rules import RULES, say

BULLETIN = Path(__file__).parents[4] / "src/openmbi/reports/bulletin"
SECTIONS, PUBLIC = BULLETIN / "sections", BULLETIN / "public/sections"
CODES = set(RULES)


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


def said_codes() -> set[str]:
    """Every code that a section gives to `say` or hands on to it, read from the syntax: each is written out whole."""
    found = set()
    for file in (*SECTIONS.glob("*.py"), *PUBLIC.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                beginning = node.values[0].value if isinstance(node.values[0], ast.Constant) else ""
                assert not re.match(r"[a-z]+\.$", str(beginning)), f"{file.name}:{node.lineno}: write the code out"
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
                found |= {node.value} & CODES
    return found


def test_every_rule_is_used_and_no_other():
    assert said_codes() == set(RULES)


def test_a_sentence_needs_all_its_figures():
    with pytest.raises(KeyError):
        say("level.rose", month="x")


@pytest.mark.parametrize("part", ["level", "composite"])
def test_each_movement_has_its_sentence(part: str):
    assert {f"{part}.{way}" for way in Movement if way is not Movement.UNKNOWN} <= set(RULES)
