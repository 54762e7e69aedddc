"""The page of the method calls every declared parameter by words of both languages: those of our declarations, and those that a bureau may declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest

from openmbi.catalog.loader import Declaration, declarations_by_kind, read_mapping
from openmbi.core.language import Text
from openmbi.flow.gate.methodology import SHOWN, UNSAID, parameters
from openmbi.flow.gate.parameter_words import PARAMETERS, VALUES

DAY = date(2026, 11, 22)
FILES = [
    pytest.param(file, id=f"{kind}-{name}")
    for kind, files in declarations_by_kind(None).items()
    if kind in SHOWN
    for name, file in files.items()
]
MODELS = ("indexes", "composites", "composite_methods", "diffusion", "lights", "score_lights", "targets")
MODELS += ("detection", "case_rules", "linking", "indicators")
CASES = {"IndexCase", "ShownCase"}
"""Worked examples of an index stand in its file and are no parameters."""
CODE = re.compile(r"[a-z]+(_[a-z]+)+")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("file", FILES)
def test_every_parameter_of_a_declaration_is_called_by_words(file):
    found = list(parameters(read_mapping(file), DAY))
    assert found
    for place, value, _ in found:
        assert HAN.search(place.label.zh), place.code
        assert place.label.en.strip(), place.code
        assert not HAN.search(place.label.en), place.code
        assert not CODE.search(place.label.zh + place.label.en), place.code
        assert place.code
        if isinstance(value, Text):
            assert value.zh, place.code
            assert value.en, place.code


def models() -> Iterator[type[Declaration]]:
    for name in MODELS:
        module = import_module(f"openmbi.catalog.{name}")
        for one in vars(module).values():
            own = isinstance(one, type) and issubclass(one, Declaration) and one.__module__ == module.__name__
            if own and one.__name__ not in CASES:
                yield one


def test_every_field_that_a_bureau_may_declare_has_words():
    fields = {field.alias or name: model.__name__ for model in models() for name, field in model.model_fields.items()}
    assert len(fields) > 100
    assert {name: where for name, where in fields.items() if name not in PARAMETERS and name not in UNSAID} == {}


@pytest.mark.parametrize("text", [*PARAMETERS.values(), *(one for words in VALUES.values() for one in words.values())])
def test_words_are_of_their_languages(text: Text):
    assert HAN.search(text.zh)
    assert text.en.strip()
    assert not HAN.search(text.en)
