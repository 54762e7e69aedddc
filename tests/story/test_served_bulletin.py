"""A bulletin taken from the served pages: marked with who took it and when, on every page, with a line of the audit chain; and one whose font is missing."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import httpx
import pypdfium2
import pytest
import yaml
from argon2 import PasswordHasher
from docx import Document
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from tests.rooms.doors.asked_app import AskedApp

from openmbi.catalog.bulletins import load_bulletin_rules
from openmbi.core.access import Scope, UserRole
from openmbi.core.problems import ExitCode
from openmbi.doors.web.app import application
from openmbi.flow import bulletin_fonts
from openmbi.flow.access.changes import NewUser, add_user
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import begin_if_allowed
from openmbi.flow.bureau import load_bureau
from openmbi.flow.gate.gate import Gate
from openmbi.store.audit_chain import AuditChain, AuditLine, LineFilter

NOW = datetime(2026, 4, 3, 1, 2, 3, tzinfo=UTC)
"""09:02:03 by the clocks of the town."""
TAKEN = {"zh": "导出：王芳（wang）2026-04-03 09:02:03 +0800", "en": "exported by 王芳 (wang) 2026-04-03 09:02:03 +0800"}
COMMON = (
    range(0x20, 0x180),
    range(0x2000, 0x2600),
    range(0x3000, 0x3040),
    range(0x4E00, 0xA000),
    range(0xFF00, 0xFFF0),
)
USERS = {
    "wang": ("王芳", UserRole.PROVINCE, Scope(("000000",))),
    "liu": ("刘洋", UserRole.CITY, Scope(("440600",))),
    "he": ("何平", UserRole.RESEARCHER, Scope(("000000",))),
}


@pytest.fixture(scope="module")
def desk(town: Path, tmp_path_factory: pytest.TempPathFactory) -> AccessDesk:
    """The desk of users of a computed town."""
    folder = Path(shutil.copytree(town, tmp_path_factory.mktemp("served") / "town"))
    desk = AccessDesk(load_bureau(folder), PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for identifier, (name, role, scope) in USERS.items():
        asked = NewUser(identifier, name, "seven grey herons wade", role=role, scope=scope, temporary=False)
        add_user(desk, asked, by="machine:test", now=NOW)
    return desk


@pytest.fixture(scope="module")
def month(desk: AccessDesk) -> str:
    """The last month of the town's data that is over."""
    monthly = Gate(desk.bureau, lambda: NOW).overview()["level"]["monthly"]
    return [one["period"] for one in monthly if one["complete"]][-1]


@pytest.fixture(scope="module")
def ask(desk: AccessDesk, month: str) -> Callable[[str, str], httpx.Response]:
    """Ask for the bulletin as a user who is signed in, with a question."""
    door = AskedApp(application(Gate(desk.bureau, lambda: NOW), desk))

    def asked(user: str, question: str) -> httpx.Response:
        session = begin_if_allowed(desk, user, now=NOW, source="10.0.0.1")
        assert session
        language, _, query = question.partition("?")
        return door.get(f"/{language}/bulletin/{month}.html?{query}", {"Cookie": f"mbi={session.secret}"})

    return asked


def exports(desk: AccessDesk) -> tuple[AuditLine, ...]:
    """Return the lines of what was taken out, the newest first."""
    return AuditChain(desk.bureau.operations).page(LineFilter(kind="export"), before=None, limit=100)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_a_pdf_says_who_took_it_and_when(desk: AccessDesk, ask, month: str, language: str):
    before = len(exports(desk))
    answer = ask("wang", f"{language}?format=pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="bulletin-{month}.{language}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    with pypdfium2.PdfDocument(answer.content) as document:
        pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    assert len(pages) > 2
    assert [number for number, text in enumerate(pages, 1) if "".join(TAKEN[language].split()) not in text] == []
    line, *others = exports(desk)
    assert len(others) == before
    assert (line.actor, line.kind, line.about) == ("wang", "export", f"bulletin:{month}")
    assert json.loads(line.content) == {
        "format": "pdf",
        "language": language,
        "part": f"bulletin-{month}.{language}.pdf",
        "bytes": len(answer.content),
        "edition": "internal",
        "run": "000001",
        "release": None,
        "places": ["000000"],
        "enterprises": [],
    }


def test_a_word_file_says_so_at_the_foot_of_its_pages(desk: AccessDesk, ask, month: str):
    answer = ask("wang", "zh?format=docx")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith(f'bulletin-{month}.zh.docx"')
    found = Document(io.BytesIO(answer.content))
    feet = ["".join(text for text in section.footer._element.itertext()) for section in found.sections]
    assert feet
    assert all(TAKEN["zh"] in foot for foot in feet)
    assert json.loads(exports(desk)[0].content)["format"] == "docx"


def test_a_page_that_is_read_is_no_file_and_leaves_no_line(desk: AccessDesk, ask):
    before = exports(desk)
    answer = ask("wang", "zh?edition=internal")
    assert answer.status_code == 200
    assert "content-disposition" not in answer.headers
    assert "王芳" not in answer.text
    assert exports(desk) == before


@pytest.mark.parametrize(("user", "status"), [("liu", 404), ("he", 403)])
def test_who_does_not_see_the_whole_zone_takes_nothing(desk: AccessDesk, ask, user: str, status: int):
    before = exports(desk)
    assert ask(user, "zh?format=pdf").status_code == status
    assert exports(desk) == before


@pytest.fixture
def poor_in_fonts(own_town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A town on a machine whose only font has every common character but 数."""
    file, family = tmp_path / "poor.ttf", "Poor Letters"
    write_font(file, family, {code for span in COMMON for code in span} - {ord("数")})
    face = SimpleNamespace(family=family, style="normal", weight=400, path=str(file), index=0)
    monkeypatch.setattr(bulletin_fonts, "_installed", lambda: SimpleNamespace(fonts=lambda: [face]))
    rules = load_bulletin_rules(None).model_dump(mode="json", exclude_none=True)
    own = own_town / "catalog" / "bulletins" / "monthly.yml"
    own.parent.mkdir(parents=True, exist_ok=True)
    fonts = rules["fonts"] | {"text": [family], "display": [family]}
    own.write_text(yaml.safe_dump(rules | {"fonts": fonts}, allow_unicode=True), encoding="utf-8")
    return own_town


def write_font(file: Path, family: str, codes: set[int]) -> None:
    """Write a font that shows every one of some code points by the same empty glyph."""
    glyph, names = TTGlyphPen(None).glyph(), [".notdef", "empty"]
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(names)
    made.setupCharacterMap(dict.fromkeys(sorted(codes), "empty"))
    made.setupGlyf(dict.fromkeys(names, glyph))
    made.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": family, "styleName": "Regular"})
    made.setupOS2(sTypoAscender=800)
    made.setupPost()
    made.save(file)


def test_a_missing_character_is_named_and_nothing_is_written(poor_in_fonts: Path, month: str, mbi, tmp_path: Path):
    told = mbi("-b", poor_in_fonts, "bulletin", month, "--format", "pdf", "--lang", "zh", "--out", tmp_path / "out")
    assert told.code == ExitCode.PROBLEM
    assert "字体PoorLetters缺少1个字符：数(U+6570)" in told.words
    assert "fonts-noto-cjk" in told.words
    assert not (tmp_path / "out").exists()


def test_the_doctor_tells_which_character_is_missing(poor_in_fonts: Path, mbi):
    told = mbi("-b", poor_in_fonts, "doctor", "--json")
    (fonts,) = [one for one in told.json if one["check"]["en"] == "fonts"]
    assert not fonts["ok"]
    assert "数 (U+6570)" in fonts["detail"]["zh"]
    assert "数 (U+6570)" in fonts["detail"]["en"]
