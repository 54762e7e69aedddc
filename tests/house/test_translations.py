"""Every text that a user sees stands in Chinese and in English and says the same things."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src").rglob("*.py"))
DECLARATIONS = sorted((ROOT / "src").rglob("*.yml"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NO_TEXT = re.compile(r"^[\s,;:，。；：、]*$")


@dataclass(frozen=True)
class Pair:
    """A `Text` as it is written in the code, with what is filled in as `{…}`."""

    line: int
    zh: str
    en: str

    def fault(self) -> str | None:
        """Return what is wrong with the pair."""
        if placeholders(self.zh) != placeholders(self.en):
            return f"line {self.line}: placeholders differ: {self.zh!r}, {self.en!r}"
        if bool(self.zh) != bool(self.en) and not NO_TEXT.match(self.zh + self.en):
            return f"line {self.line}: one language is empty: {self.zh!r}, {self.en!r}"
        if WORD.search(words(self.en)) and not CHINESE.search(self.zh) and not names_only(self.zh, self.en):
            return f"line {self.line}: not in Chinese: {self.zh!r}"
        return None


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def words(text: str) -> str:
    """Return the text without its placeholders."""
    return " ".join(literal for literal, *_ in string.Formatter().parse(text))


def names_only(zh: str, en: str) -> bool:
    """Tell whether both texts hold the same words and all of them are names or units (Python, kWh), which stay as they are."""
    said = set(WORD.findall(words(en)))
    return said == set(WORD.findall(words(zh))) and all(word.lower() != word for word in said)


def written(node: ast.expr) -> str | None:
    """Return a literal, or an f-string with its expressions in braces; None for anything else."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_part(part) for part in parts)
        case _:
            return None


def _part(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) else "{filled}"  # type: ignore[return-value]


def pairs(tree: ast.Module) -> Iterator[Pair]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            given = {0: "zh", 1: "en"}
            arguments = {given[k]: value for k, value in enumerate(node.args)}
            arguments |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            zh, en = written(arguments["zh"]), written(arguments["en"])
            if zh is not None and en is not None:
                yield Pair(node.lineno, zh, en)


@pytest.mark.parametrize(
    ("zh", "en", "is_right"),
    [
        ("第 {n} 行", "line {n}", True),
        ("第 {n} 行", "line {m}", False),
        ("行", "", False),
        ("，", ", ", True),
        ("line {n}", "line number {n}", False),
        ("kWh", "kWh", True),
        ("Python {v}，{p}", "Python {v}, {p}", True),
        ("rows", "rows", False),
    ],
)
def test_faults_of_pairs_are_found(zh: str, en: str, is_right: bool):
    assert (Pair(1, zh, en).fault() is None) == is_right


def test_texts_say_the_same_in_both_languages():
    found = [(file, pair) for file in FILES for pair in pairs(ast.parse(file.read_text(encoding="utf-8")))]
    assert len(found) > 50
    assert [f"{file}: {fault}" for file, pair in found if (fault := pair.fault())] == []


def test_declared_names_stand_in_both_languages():
    read = {file.relative_to(ROOT): yaml.load(file.read_bytes(), Loader=LOADER) for file in DECLARATIONS}
    named = [
        (where, content)
        for file, content in read.items()
        for where, content in mappings(content, str(file))
        if "zh" in content or "en" in content
    ]
    assert len(named) > 50
    assert [where for where, content in named if not content.get("zh") or not content.get("en")] == []


def mappings(content: object, where: str) -> Iterator[tuple[str, dict]]:
    if isinstance(content, dict):
        yield where, content
        for key, value in content.items():
            yield from mappings(value, f"{where}: {key}")
    if isinstance(content, list):
        for number, value in enumerate(content):
            yield from mappings(value, f"{where}[{number}]")
