"""Who is told of a case: the office that answers for it, the office it was escalated to, and the enterprise that it is about."""

from __future__ import annotations

from collections.abc import Iterator

from openmbi.alerts.notices.occasions import OccasionKind
from openmbi.core.cases import Case
from openmbi.core.owners import OFFICES, Owner, Owners, Role
from openmbi.core.tables import Level

ABOVE = frozenset({OccasionKind.ESCALATED, OccasionKind.DISPUTED, OccasionKind.DECIDED, OccasionKind.CLOSED})
"""What the office is told that a case was escalated to."""
OF_THE_ENTERPRISE = frozenset(
    {
        OccasionKind.NEW,
        OccasionKind.REOPENED,
        OccasionKind.OVERDUE,
        OccasionKind.UNVERIFIED,
        OccasionKind.DECIDED,
        OccasionKind.CLOSED,
    }
)
"""What the enterprise is told."""


def recipients(case: Case, owners: Owners) -> tuple[tuple[Owner, frozenset[OccasionKind]], ...]:
    """Return who is told of a case, with the kinds of occasions each is told of; nobody twice."""
    found: dict[str, tuple[Owner, frozenset[OccasionKind]]] = {}
    for owner, kinds in _all(case, owners):
        known = found.get(owner.identifier, (owner, frozenset[OccasionKind]()))
        found[owner.identifier] = (owner, known[1] | kinds)
    return tuple(found.values())


def _all(case: Case, owners: Owners) -> Iterator[tuple[Owner, frozenset[OccasionKind]]]:
    office = office_of(case, owners)
    if office:
        yield office, frozenset(OccasionKind)
        if above := _escalated_to(case.escalated_to, office, owners):
            yield above, ABOVE
    if case.level is Level.ENTERPRISE and (enterprise := owners.owner_of_enterprise(case.subject)):
        yield enterprise, OF_THE_ENTERPRISE


def office_of(case: Case, owners: Owners) -> Owner | None:
    """Return the office that a case was given to; where it was given to none that is declared, the office of its place."""
    given = owners.acts_for(case.owner) if case.owner else None
    if given and given.role in OFFICES:
        return given
    return owners.owner_of(case.place) if case.place else None


def _escalated_to(role: Role | None, office: Owner, owners: Owners) -> Owner | None:
    """Return the nearest superior of a role; the highest below it where nobody has that role; None where it was not escalated or nobody is above."""
    superior = owners.superior_of(office) if role else None
    while superior and superior.role is not role and (higher := owners.superior_of(superior)):
        superior = higher
    return superior
