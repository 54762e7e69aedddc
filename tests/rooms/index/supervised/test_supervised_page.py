"""The example of the page on supervised composites runs and prints what the page says."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[4] / "docs" / "explanation"
EXAMPLE = re.compile(r"```python\n(.*?)```\n+```text\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", ["supervised.md", "supervised.zh.md"])
def test_the_example_prints_what_the_page_says(page: str, capsys: pytest.CaptureFixture[str]):
    [(code, printed)] = EXAMPLE.findall((DOCS / page).read_text(encoding="utf-8"))
    exec(compile(code, page, "exec"), {})
    assert capsys.readouterr().out == printed
