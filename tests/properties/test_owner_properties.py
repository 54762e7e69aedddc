"""Owners: superiors lead up to an end, and the office of a place encloses it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.core.language import Text
from openmbi.core.owners import EVERYWHERE, Owner, Owners, Role, enclosing

CODES = [EVERYWHERE, "440000", "440100", "440106", "440103", "440300", "440305", "350000", "350100", "350102", "zone-a"]
some = settings(max_examples=60, deadline=None)


@st.composite
def any_owners(draw: st.DrawFn) -> Owners:
    """Offices that share out some of the places in any way."""
    of_place = draw(st.dictionaries(st.sampled_from(CODES), st.integers(0, 4), min_size=1))
    offices = {number: tuple(p for p, n in of_place.items() if n == number) for number in set(of_place.values())}
    return Owners(tuple(Owner(str(n), Text("", ""), Role.CITY, places) for n, places in offices.items()))


@some
@given(any_owners())
def test_superiors_lead_up_to_an_end_and_enclose_all_below(owners: Owners):
    for owner in owners.owners:
        passed = [owner]
        while superior := owners.superior_of(passed[-1]):
            assert superior not in passed
            assert all(set(enclosing(place)) & set(superior.places) for place in owner.places)
            passed.append(superior)


@some
@given(any_owners(), st.sampled_from(CODES))
def test_no_other_office_is_nearer(owners: Owners, place: str):
    found = owners.owner_of(place)
    distance = {owner: _distance(owner, place) for owner in owners.owners}
    assert distance.get(found, 9) == min(distance.values())


def _distance(owner: Owner, place: str) -> int:
    """How many steps up from a place to the nearest place of an owner; 9 where there is none."""
    return min((step for step, code in enumerate(enclosing(place)) if code in owner.places), default=9)
