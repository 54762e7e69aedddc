"""The size habit: short files, short functions, names that say what is inside; an exception gives its reason in a line `Size: …` of its docstring."""

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src").rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def code_lines(text: str) -> set[int]:
    """Return the numbers of the lines that hold code: no blank line, comment or docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {line for token in tokens if token.type not in LAYOUT for line in range(token.start[0], token.end[0] + 1)}
    return lines - docstring_lines(ast.parse(text))


def docstring_lines(tree: ast.Module) -> set[int]:
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, Documented) and ast.get_docstring(node)
        for line in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    }


def gives_reason(node: Documented) -> bool:
    return any(line.strip().startswith("Size:") for line in (ast.get_docstring(node) or "").splitlines())


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_code_lines_leave_out_what_is_no_code():
    assert code_lines('"""Doc\nstring."""\n\nx = (  # why\n    1,\n)\n\ndef f():\n    """Doc."""\n    return x\n') == {
        4,
        5,
        6,
        8,
        10,
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_file_and_functions_are_short_or_say_why(file: Path):
    text = file.read_text(encoding="utf-8")
    tree, lines = ast.parse(text), code_lines(text)
    assert len(lines) <= LONGEST_FILE or gives_reason(tree), f"{len(lines)} lines of code"
    for function in functions(tree):
        length = len(lines & set(range(function.lineno, (function.end_lineno or 0) + 1)))
        assert length <= LONGEST_FUNCTION or gives_reason(function), f"{function.name}: {length} lines of code"


def test_names_say_what_is_inside():
    names = {
        path: set(path.stem.strip("_").split("_"))
        for folder in ("src", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in ("", ".py") and "__pycache__" not in path.parts
    }
    assert [path for path, words in names.items() if words & SAYS_NOTHING] == []
