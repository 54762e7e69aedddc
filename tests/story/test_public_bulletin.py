"""The public edition of a computed town: refused until a release is signed and free, then made of it alone, and no enterprise in it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from openmbi.core.language import Text
from openmbi.flow.bureau import load_bureau
from openmbi.flow.public_bulletin import month_of
from openmbi.flow.public_release import Correction, public_releases, publish, review, sign
from openmbi.flow.roster import roster_as_of
from openmbi.store.manifest import newest

NOW = datetime.now(UTC)


def quiet(_step: Text) -> None:
    pass


@pytest.fixture(scope="module")
def folder(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with one signed release under embargo for a day, and what was kept of its run taken away."""
    own = Path(shutil.copytree(released, tmp_path_factory.mktemp("public") / "town"))
    bureau = load_bureau(own)
    publish(bureau, None, maker="zhang", now=NOW, step=quiet)
    review(bureau, 1, reviewer="li", now=NOW)
    return own


@pytest.fixture(scope="module")
def month(folder: Path) -> str:
    bureau = load_bureau(folder)
    found = month_of(bureau, public_releases(bureau).release(1))
    assert found
    return found


def refused(told) -> str:
    return json.loads(told.err)["problem"]["code"]


def test_it_waits_for_the_signature_and_the_end_of_the_embargo(folder: Path, month: str, mbi, tmp_path: Path):
    own = Path(shutil.copytree(folder, tmp_path / "town"))
    asked = ("-b", own, "bulletin", month, "--edition", "public", "--json")
    assert refused(mbi(*asked)) == "bulletin.no-signed-release"
    sign(load_bureau(own), 1, signer="wang", now=NOW, embargo_until=NOW + timedelta(days=1))
    told = mbi(*asked)
    assert refused(told) == "bulletin.under-embargo"
    assert not list((own / "output").glob("bulletin*"))


def test_it_is_made_of_the_release_alone(folder: Path, month: str, mbi, tmp_path: Path):
    own = Path(shutil.copytree(folder, tmp_path / "town"))
    bureau = load_bureau(own)
    sign(bureau, 1, signer="wang", now=NOW)
    names = roster_as_of(bureau, NOW, newest(bureau.store)).names
    shutil.rmtree(own / "store" / "runs")
    shutil.rmtree(own / "output")
    formats = [part for form in ("pdf", "docx", "html") for part in ("--format", form)]
    told = mbi("-b", own, "bulletin", month, "--edition", "public", *formats, "--out", tmp_path / "out")
    assert told.code == 0, told.err
    written = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert written[0] == f"bulletin-{month}.public.en.docx"
    assert len(written) == 7
    texts = [
        (tmp_path / "out" / name).read_text(encoding="utf-8") for name in written if name.endswith(("html", "json"))
    ]
    with pypdfium2.PdfDocument(tmp_path / "out" / f"bulletin-{month}.public.zh.pdf") as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    assert all("公开版第 1 号" in page for page in pages)
    assert names
    for text in (*texts, *pages):
        assert "仅限内部" not in text
        assert not [one for one in (*names, *names.values()) if one and one in text]


def test_a_correction_is_made_of_instead_and_says_so(folder: Path, month: str, mbi, tmp_path: Path):
    own = Path(shutil.copytree(folder, tmp_path / "town"))
    bureau = load_bureau(own)
    sign(bureau, 1, signer="wang", now=NOW)
    publish(
        bureau,
        None,
        maker="zhang",
        now=NOW,
        step=quiet,
        correction=Correction(1, Text("电量更正", "readings corrected")),
    )
    review(bureau, 2, reviewer="li", now=NOW)
    sign(bureau, 2, signer="wang", now=NOW)
    asked = ("-b", own, "bulletin", month, "--edition", "public")
    newest_one = mbi(*asked, "--json").json
    assert (newest_one["release"], newest_one["corrects"], newest_one["corrected_by"]) == (2, 1, None)
    assert "readings corrected" in json.dumps(newest_one["sections"][0])
    old = mbi(*asked, "--release", 1, "--out", tmp_path, "--format", "html", "--lang", "en")
    assert (tmp_path / f"bulletin-{month}.public.release-1.en.html").is_file(), old.err
    assert "corrects this one" in (tmp_path / f"bulletin-{month}.public.release-1.en.html").read_text(encoding="utf-8")


def test_a_run_is_no_choice_of_the_public_edition(folder: Path, month: str, mbi):
    assert mbi("-b", folder, "bulletin", month, "--edition", "public", "--run", "1").code == 2
    assert mbi("-b", folder, "bulletin", month, "--release", "1").code == 2
