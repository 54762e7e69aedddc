"""Public releases: outsiders and researchers see those that are signed and no longer under embargo; who reviews and signs sees all."""

from __future__ import annotations

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.releases import PublicRelease, ReleaseStanding
from openmbi.flow.gate.gate import Gate
from openmbi.store.public_releases import PublicReleases


def releases(gate: Gate, viewer: Viewer) -> tuple[ReleaseStanding, ...]:
    """Return the standing of every public release that the viewer may see, newest first.

    Raises
    ------
    Problem
        `access.not-permitted`.
    """
    viewer.check(Permission.READ_RELEASES)
    found = PublicReleases(gate.bureau.store, gate.bureau.operations).standings()
    return tuple(one for one in reversed(found) if _sees(gate, viewer, one))


def release(gate: Gate, viewer: Viewer, number: int) -> PublicRelease:
    """Return a public release.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where there is no such release or the viewer may not see it yet.
    """
    if not any(one.number == number for one in releases(gate, viewer)):
        raise no_such(f"release/{number}")
    return PublicReleases(gate.bureau.store, gate.bureau.operations).release(number)


def _sees(gate: Gate, viewer: Viewer, standing: ReleaseStanding) -> bool:
    """Whether a viewer sees a release: when public everybody; before that who reviews or signs."""
    if standing.is_public(gate.now()):
        return True
    if standing.embargo_until is not None and standing.embargo_until > gate.now():
        return viewer.may(Permission.SIGN_RELEASES)
    return viewer.may(Permission.REVIEW_RELEASES) or viewer.may(Permission.SIGN_RELEASES)
