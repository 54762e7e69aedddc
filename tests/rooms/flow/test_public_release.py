"""A public release from making to signing: three users, embargo, correction, no internal figure, and who sees it through the gate."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from openmbi.core.access import LOCAL, Scope, UserRole, Viewer
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.releases import ReleaseState
from openmbi.flow.bureau import Bureau, load_bureau
from openmbi.flow.disclosure_basis import basis_of_arrays
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.releases import release, releases, review_release, sign_release
from openmbi.flow.public_figures import Shown, amount_table, contribution_table
from openmbi.flow.public_release import Correction, audit_release, public_releases, publish, review, sign
from openmbi.store.audit_chain import AuditChain

NOW = datetime(2026, 4, 1, tzinfo=UTC)
RESEARCHER = Viewer("r", "r", UserRole.RESEARCHER, Scope())


def quiet(_step: Text) -> None:
    pass


@pytest.fixture(scope="module")
def made(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with one preliminary public release. Read only."""
    folder = Path(shutil.copytree(released, tmp_path_factory.mktemp("public") / "town"))
    publish(load_bureau(folder), None, maker="zhang", now=NOW, step=quiet)
    return folder


@pytest.fixture
def bureau(made: Path, tmp_path: Path) -> Bureau:
    return load_bureau(Path(shutil.copytree(made, tmp_path / "town")))


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(Problem) as problem:
        work()
    return problem.value.code


def test_three_users_take_the_steps_in_order(bureau: Bureau):
    assert refused(lambda: sign(bureau, 1, signer="wang", now=NOW)) == "public-release.not-reviewed"
    assert refused(lambda: review(bureau, 1, reviewer="zhang", now=NOW)) == "public-release.same-person"
    review(bureau, 1, reviewer="li", now=NOW)
    assert refused(lambda: review(bureau, 1, reviewer="wang", now=NOW)) == "public-release.not-preliminary"
    for again in ("zhang", "li"):
        assert refused(lambda user=again: sign(bureau, 1, signer=user, now=NOW)) == "public-release.same-person"
    assert all(one.passed for one in sign(bureau, 1, signer="wang", now=NOW).values())
    standing = public_releases(bureau).standing(1)
    assert (standing.state, standing.maker, standing.reviewer, standing.signer) == (
        ReleaseState.SIGNED,
        "zhang",
        "li",
        "wang",
    )
    kinds = [line.kind for line in AuditChain(bureau.operations).lines("public-release:1")]
    assert kinds == ["release.published", "release.reviewed", "release.signed"]


def test_embargo_hides_it_from_all_who_may_not_sign(bureau: Bureau):
    review(bureau, 1, reviewer="li", now=NOW)
    early = Gate(bureau, lambda: NOW)
    assert releases(early, RESEARCHER) == ()
    sign(bureau, 1, signer="wang", now=NOW, embargo_until=NOW + timedelta(days=9))
    assert refused(lambda: release(early, RESEARCHER, 1)) == "access.none"
    assert release(early, LOCAL, 1).number == 1
    late = Gate(bureau, lambda: NOW + timedelta(days=9))
    assert release(late, RESEARCHER, 1) == public_releases(bureau).release(1)


def test_an_embargo_ends_in_the_future(bureau: Bureau):
    review(bureau, 1, reviewer="li", now=NOW)
    past = refused(lambda: sign(bureau, 1, signer="wang", now=NOW, embargo_until=NOW))
    assert past == "public-release.embargo-past"
    assert public_releases(bureau).standing(1).state is ReleaseState.REVIEWED


def test_only_who_is_permitted_reviews_and_signs_through_the_gate(bureau: Bureau):
    gate = Gate(bureau, lambda: NOW)
    city = Viewer("c", "c", UserRole.CITY, Scope(("440100",)))
    for step in (review_release, sign_release):
        assert refused(lambda step=step: step(gate, city, 1)) == "access.not-permitted"
    assert refused(lambda: releases(gate, Viewer("a", "a", UserRole.AUDIT, Scope()))) == "access.not-permitted"
    review_release(gate, LOCAL, 1)
    assert public_releases(bureau).standing(1).reviewer == "local"


def test_a_correction_is_a_new_release_and_marks_the_old_one(bureau: Bureau):
    correction = Correction(1, Text("电量更正", "readings corrected"))
    again = lambda: publish(bureau, None, maker="zhang", now=NOW, step=quiet, correction=correction)  # noqa: E731
    assert refused(again) == "public-release.not-signed"
    before = public_releases(bureau).release(1)
    review(bureau, 1, reviewer="li", now=NOW)
    sign(bureau, 1, signer="wang", now=NOW)
    corrected = again().release
    assert (corrected.number, corrected.corrects, corrected.why) == (
        2,
        1,
        {"zh": "电量更正", "en": "readings corrected"},
    )
    assert public_releases(bureau).standings()[0].corrected_by is None
    review(bureau, 2, reviewer="li", now=NOW)
    sign(bureau, 2, signer="wang", now=NOW)
    assert public_releases(bureau).standings()[0].corrected_by == 2
    assert public_releases(bureau).release(1) == before
    assert all(one.passed for one in audit_release(bureau, 2).values())


def test_a_changed_file_is_told(bureau: Bureau):
    file = bureau.store.root / "public" / "000001" / "release.json"
    file.write_text(file.read_text(encoding="utf-8").replace("activity_level", "activity_levels"), encoding="utf-8")
    assert refused(lambda: public_releases(bureau).release(1)) == "public-release.changed"


def test_it_holds_no_internal_figure(bureau: Bureau):
    written = (bureau.store.root / "public" / "000001" / "release.json").read_text(encoding="utf-8")
    basis = public_releases(bureau).basis(1)
    assert basis["enterprises"].size > 0
    assert not [code for code in basis["enterprises"].tolist() if code in written]
    assert "enterprise_" not in written
    names = {table.name for table in public_releases(bureau).release(1).tables}
    assert {"use_kwh", "activity_level", "contribution_points"} <= names


def test_a_planted_value_of_a_suppressed_group_is_nowhere(bureau: Bureau):
    kept = public_releases(bureau).basis(1)

    basis = basis_of_arrays(kept)
    basis.amount["use_kwh"][:] = 987_654_321.0
    basis.amount["activity_level"][:] = 987_654_321.0
    hidden = Shown(basis, {"use_kwh": np.zeros(len(basis.groups), bool)}, 2)
    tables = (
        amount_table("use_kwh", "kWh", 1.0, hidden),
        contribution_table("activity_level", (1.0, 2.0), hidden, "use_kwh"),
    )
    assert all(row[-1] is None for table in tables for row in table.rows)
    assert "98765" not in repr(tables).replace("_", "")
    shown = Shown(basis, {"use_kwh": np.ones(len(basis.groups), bool)}, 2)
    assert any(row[-1] is not None for row in amount_table("use_kwh", "kWh", 1.0, shown).rows)
