"""Public releases: outsiders and researchers see those that are signed and no longer under embargo; who reviews and signs sees all."""

from __future__ import annotations

from datetime import datetime

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.releases import PublicRelease, ReleaseStanding
from openmbi.flow.gate.gate import Gate
from openmbi.flow.public_release import review, sign
from openmbi.store.public_releases import PublicReleases


def releases(gate: Gate, viewer: Viewer, as_of: datetime | None = None) -> tuple[ReleaseStanding, ...]:
    """Return the standing of every public release that the viewer may see, newest first; with `as_of`, that it might have seen then, as it stood then.

    Raises
    ------
    Problem
        `access.not-permitted`.
    """
    viewer.check(Permission.READ_RELEASES)
    moment = gate.now() if as_of is None else min(as_of, gate.now())
    found = PublicReleases(gate.bureau.store, gate.bureau.operations).standings(as_of)
    return tuple(one for one in reversed(found) if _sees(moment, viewer, one))


def release(gate: Gate, viewer: Viewer, number: int, as_of: datetime | None = None) -> PublicRelease:
    """Return a public release; with `as_of`, one that the viewer might have seen then.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where there is no such release or the viewer may not see it yet.
    """
    if not any(one.number == number for one in releases(gate, viewer, as_of)):
        raise no_such(f"release/{number}")
    return PublicReleases(gate.bureau.store, gate.bureau.operations).release(number)


def review_release(gate: Gate, viewer: Viewer, number: int) -> None:
    """Review a preliminary release as the viewer.

    Raises
    ------
    Problem
        As `release`; `access.not-permitted`; those of `openmbi.flow.public_release.review`.
    """
    viewer.check(Permission.REVIEW_RELEASES)
    release(gate, viewer, number)
    review(gate.bureau, number, reviewer=viewer.user, now=gate.now())


def sign_release(gate: Gate, viewer: Viewer, number: int, embargo_until: datetime | None = None) -> None:
    """Sign a reviewed release as the viewer.

    Raises
    ------
    Problem
        As `release`; `access.not-permitted`; those of `openmbi.flow.public_release.sign`.
    """
    viewer.check(Permission.SIGN_RELEASES)
    release(gate, viewer, number)
    sign(gate.bureau, number, signer=viewer.user, now=gate.now(), embargo_until=embargo_until)


def _sees(moment: datetime, viewer: Viewer, standing: ReleaseStanding) -> bool:
    """Whether a viewer sees a release: when public everybody; before that who reviews or signs."""
    if standing.is_public(moment):
        return True
    if standing.embargo_until is not None and standing.embargo_until > moment:
        return viewer.may(Permission.SIGN_RELEASES)
    return viewer.may(Permission.REVIEW_RELEASES) or viewer.may(Permission.SIGN_RELEASES)
