"""Documents say what is there: links lead somewhere, both languages exist, what is registered is in the reference."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from openmbi.doors.api.app import api_document
from openmbi.flow.bureau import EngineSettings, Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TOLD_TWICE = sorted(
    page
    for folder in ("explanation", "how-to", "security", "tutorials")
    for page in (ROOT / "docs" / folder).glob("*.md")
)
DECLARED = sorted(
    [*(ROOT / "src/openmbi/catalog").glob("*/*.yml"), *(ROOT / "src/openmbi/sources").glob("*/source.yml")]
)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    """The pages of the reference, as the site is built with them."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs/hooks/reference.py")
    assert spec
    assert spec.loader
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    return hook.pages()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_a_file(page: Path, generated: dict[str, str]):
    known = {(ROOT / "docs" / path).resolve() for path in generated}
    links = [link for link in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))) if ":" not in link]
    targets = [(page.parent / link.split("#")[0]).resolve() for link in links if not link.startswith("#")]
    assert [target for target in targets if not target.exists() and target not in known] == []


@pytest.mark.parametrize("page", TOLD_TWICE, ids=name_of)
def test_a_page_stands_in_both_languages(page: Path):
    stem = page.name.removesuffix(".md").removesuffix(".zh")
    english, chinese = page.parent / f"{stem}.md", page.parent / f"{stem}.zh.md"
    assert english.exists()
    assert CHINESE.search(chinese.read_text(encoding="utf-8").splitlines()[0])


def test_the_changelog_has_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", DECLARED, ids=name_of)
def test_what_is_declared_is_in_the_reference(file: Path, generated: dict[str, str]):
    assert f"`{name_of(file)}`" in generated["reference/catalog.md"]


def test_every_problem_code_is_in_the_reference(generated: dict[str, str]):
    raised = {
        code
        for file in (ROOT / "src").rglob("*.py")
        for code in re.findall(r'\bProblem\(\s*"([a-z.-]+)"', file.read_text(encoding="utf-8"))
    }
    assert len(raised) > 20
    assert [code for code in sorted(raised) if f"| `{code}` |" not in generated["reference/problems.md"]] == []


def test_every_command_is_in_the_reference(generated: dict[str, str]):
    promised = [
        "init",
        "ingest",
        "run",
        "show",
        "explain",
        "history",
        "quarantine",
        "serve",
        "list",
        "doctor",
        "release",
        "feeds",
        "compare",
        "simulate",
        "growth",
    ]
    assert [name for name in promised if f"`mbi {name}`" not in generated["reference/commands.md"]] == []


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_every_command_is_in_the_readme(page: str, generated: dict[str, str]):
    commands = set(re.findall(r"^#+ `mbi ([a-z]+)", generated["reference/commands.md"], flags=re.MULTILINE))
    assert len(commands) > 20
    told = (ROOT / page).read_text(encoding="utf-8")
    assert [name for name in sorted(commands) if not re.search(rf"\bmbi {name}\b", told)] == []


def test_every_setting_of_a_bureau_is_in_the_reference():
    page = (ROOT / "docs/reference/bureau.md").read_text(encoding="utf-8")
    engine = [f"engine.{field}" for field in EngineSettings.model_fields]
    assert [field for field in [*Settings.model_fields, *engine] if f"`{field}" not in page] == []


def test_every_decision_is_in_their_index():
    folder = ROOT / "docs/decisions"
    index = (folder / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in folder.glob("0*.md") if f"]({page.name})" not in index] == []


def test_the_glossary_has_both_languages_and_each_word_once():
    lines = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]
    assert [row for row in rows if len(row) != 3 or not all(row)] == []
    assert [word for word, chinese, _ in rows if not CHINESE.search(chinese) or CHINESE.search(word)] == []
    words = [word for word, *_ in rows]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_every_page_is_in_the_menu(generated: dict[str, str]):
    menu = re.findall(r"\S+\.md$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")} | set(generated)
    assert sorted(pages - set(menu)) == []
    assert sorted(set(menu) - pages) == []


def test_the_site_loads_nothing_from_elsewhere():
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "://" not in settings
    assert "  font: false" in settings


@pytest.mark.parametrize("page", ["reference/api.md", "reference/api.zh.md"])
def test_the_reference_of_the_api_is_that_of_its_document(generated: dict[str, str], page: str):
    document, text = api_document(), generated[page]
    for path, operations in document["paths"].items():
        asked = {one["name"] for one in operations["get"].get("parameters", [])}
        named = {path, operations["get"]["operationId"], *asked}
        assert {name for name in named if f"`{name}`" not in text} == set()
    assert f" {document['info']['version']}" in text
    foreign = [line for line in CODE.sub("", text).splitlines() if CHINESE.search(line)]
    assert foreign == [] or page.endswith(".zh.md")
