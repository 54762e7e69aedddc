"""The page of OWASP ASVS 5.0 answers every requirement of level 1, alike in both languages, and what it names is there."""

import ast
import re
from base64 import urlsafe_b64decode
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree

import pytest

from openmbi.core.users import User
from openmbi.doors.web.settings import WebSettings
from openmbi.flow.access.secrets import new_secret
from openmbi.flow.access.settings import AccessSettings

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = ROOT / "docs/security/asvs.md", ROOT / "docs/security/asvs.zh.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
NAMED = re.compile(r"`([^`]+)`")
ANSWERS = {"met": "满足", "not applicable": "不适用", "not met": "不满足"}
LEVEL_1 = {
    "1.2": 5, "1.3": 2, "1.5": 1, "2.1": 1, "2.2": 2, "2.3": 1, "3.2": 2, "3.3": 1, "3.4": 2, "3.5": 3, "4.1": 1, "4.4": 1, "5.2": 2, "5.3": 2,
    "6.1": 1, "6.2": 8, "6.3": 2, "6.4": 2, "7.2": 4, "7.4": 2, "8.1": 1, "8.2": 2, "8.3": 1, "9.1": 3, "9.2": 1, "10.4": 5, "11.3": 2, "11.4": 1,
    "12.1": 1, "12.2": 2, "13.4": 1, "14.2": 1, "14.3": 1, "15.1": 1, "15.2": 1, "15.3": 1,
}  # fmt: skip
"""How many requirements of level 1 each section has; in all of them they are the first."""
SECRET_QUESTION = re.compile(r"hint|question|answer|remind", re.IGNORECASE)
SOURCES = sorted((ROOT / "src").rglob("*.py"))
EXECUTES = {"eval", "exec", "compile", "__import__"}
UNSAFE = {
    ("os", "system"),
    ("os", "popen"),
    ("pickle", "load"),
    ("pickle", "loads"),
    ("marshal", "loads"),
    ("yaml", "unsafe_load"),
}
WEAK = {"md5", "sha1"}
SUSPECT = re.compile(r"\b(eval|exec|compile|__import__|os|pickle|marshal|shelve|unsafe_load|shell|md5|sha1)\b")
"""A file without any of these words is not taken apart."""


def rows(page: Path) -> dict[str, tuple[str, ...]]:
    found = ROW.findall(page.read_text(encoding="utf-8"))
    assert len({row[0] for row in found}) == len(found)
    return {row[0]: tuple(row[1:]) for row in found}


def test_every_requirement_of_level_1_is_answered_alike():
    english, chinese = rows(ENGLISH), rows(CHINESE)
    assert set(english) == {f"{section}.{number}" for section, many in LEVEL_1.items() for number in range(1, many + 1)}
    assert {name: (ANSWERS[row[1]], row[3]) for name, row in english.items()} == {
        name: (row[1], row[3]) for name, row in chinese.items()
    }


def is_there(named: str) -> bool:
    """Whether a file is there, and where a test of it is named (`file::test`), that too."""
    path, _, test = named.partition("::")
    files = [one for one in (ROOT / path, ROOT / "src/openmbi" / path) if one.exists()]
    return bool(files) and (not test or f"def {test}(" in files[0].read_text(encoding="utf-8"))


def test_whatever_the_page_names_is_there():
    for name, (_, answer, _, where) in rows(ENGLISH).items():
        named = NAMED.findall(where)
        assert named, name
        assert [one for one in named if not is_there(one)] == [], name
        assert answer != "met" or any(one.startswith("tests/") for one in named), name


def test_the_page_counts_its_answers_right():
    given = [answer for _, answer, _, _ in rows(ENGLISH).values()]
    met, without, unmet = (given.count(one) for one in ANSWERS)
    assert f"{met} are met, {without} do not apply, {unmet} are not met" in ENGLISH.read_text(encoding="utf-8")
    assert f"满足 {met} 项，不适用 {without} 项，不满足 {unmet} 项" in CHINESE.read_text(encoding="utf-8")


def test_the_limits_that_are_told_are_those_in_force():
    """SECURITY.md tells how guessing is hindered (6.1.1) by the numbers that a bureau has which sets none, and how soon components are mended (15.1.1)."""
    told = " ".join((ROOT / "SECURITY.md").read_text(encoding="utf-8").split())
    limits, web = AccessSettings(), WebSettings()
    for words in (
        f"{limits.failures} wrong passwords lock a user for {limits.lock_minutes} minutes",
        f"One address may try {web.sign_ins.replace('/', ' times a ')}",
        f"ends after {limits.idle_minutes} minutes unused, {limits.session_hours} hours at most; {limits.concurrent_sessions} at a time",
        f"have {limits.password_least} characters or more",
        "is mended within 7 days where it is critical or high, within 30 days otherwise",
        f"must be changed within {limits.temporary_password_hours} hours",
    ):
        assert words in told
    with pytest.raises(ValueError, match="password_least"):
        AccessSettings(password_least=9)


def test_nobody_is_asked_for_a_hint_or_a_secret_answer():
    assert {field.name for field in fields(User) if SECRET_QUESTION.search(field.name)} == set()
    for file in (ROOT / "src/openmbi/doors/web").rglob("*.jinja"):
        names = re.findall(r'<(?:input|select|textarea)[^>]*name="([^"]+)"', file.read_text(encoding="utf-8"))
        assert [one for one in names if SECRET_QUESTION.search(one)] == [], file.name


def test_secrets_are_of_256_random_bits():
    made = {new_secret() for _ in range(200)}
    assert len(made) == 200
    assert {len(urlsafe_b64decode(one + "=")) for one in made} == {32}


def test_no_text_is_executed_and_no_weak_hash_is_used():
    texts = {file: file.read_text(encoding="utf-8") for file in SOURCES}
    trees = {file: ast.parse(text) for file, text in texts.items() if SUSPECT.search(text)}
    found = [(str(file), node.lineno) for file, tree in trees.items() for node in ast.walk(tree) if dangerous(node)]  # type: ignore[attr-defined]
    assert trees
    assert found == []


def dangerous(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in EXECUTES:
            return True
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if (owner, name) in UNSAFE or (
            owner == "hashlib" and name in WEAK
        ):
            return True
        case ast.keyword(arg="shell", value=ast.Constant(value=True)):
            return True
        case ast.ImportFrom(module="hashlib", names=names):
            return any(one.name in WEAK for one in names)
        case ast.ImportFrom(module="pickle" | "marshal" | "shelve"):
            return True
    return False


@pytest.mark.parametrize(
    "code",
    [
        "eval(text)",
        "run(command, shell=True)",
        "import pickle\npickle.loads(data)",
        "from hashlib import md5",
        "import hashlib\nhashlib.sha1(b'')",
    ],
)
def test_what_is_dangerous_is_recognised(code: str):
    assert SUSPECT.search(code)
    assert any(map(dangerous, ast.walk(ast.parse(code))))


def test_workbooks_resolve_no_entity_from_elsewhere(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("what nobody may read", encoding="utf-8")
    document = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><a>&b;</a>'
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(document)


@pytest.mark.parametrize("page", ["sign_in", "password"])
def test_passwords_are_hidden_and_may_be_filled_in_by_a_manager(page: str):
    text = (ROOT / f"src/openmbi/doors/web/templates/{page}.html.jinja").read_text(encoding="utf-8")
    fields = [one for one in re.findall(r"<input[^>]*>", text) if re.search(r'name="(password|old|new|again)"', one)]
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "onpaste" not in field
