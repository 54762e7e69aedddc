"""The size habit: short files, short functions, names that say what is inside; an exception gives its reason in a line `Size: …` of its docstring."""

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

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


def too_long(file: Path) -> Iterator[str]:
    """Yield what is too long and does not say why. Only what has so many lines of any kind is looked at for lines of code: there are no more of these."""
    text = file.read_text(encoding="utf-8")
    tree, name = ast.parse(text), file.relative_to(ROOT)
    long = [each for each in functions(tree) if (each.end_lineno or 0) - each.lineno >= LONGEST_FUNCTION]
    if text.count("\n") < LONGEST_FILE and not long:
        return
    lines = code_lines(text)
    if len(lines) > LONGEST_FILE and not gives_reason(tree):
        yield f"{name}: {len(lines)} lines of code"
    for function in long:
        length = len(lines & set(range(function.lineno, (function.end_lineno or 0) + 1)))
        if length > LONGEST_FUNCTION and not gives_reason(function):
            yield f"{name}, {function.name}: {length} lines of code"


def test_files_and_functions_are_short_or_say_why():
    assert [fault for file in FILES for fault in too_long(file)] == []


def test_names_say_what_is_inside():
    names = {
        path: set(path.stem.strip("_").split("_"))
        for folder in ("src", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in ("", ".py") and "__pycache__" not in path.parts
    }
    assert [path for path, words in names.items() if words & SAYS_NOTHING] == []
