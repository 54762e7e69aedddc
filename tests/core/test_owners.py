"""Who answers for which place: the nearest office that encloses it, and the office above."""

import pytest

from openmbi.core.language import Text
from openmbi.core.owners import EVERYWHERE, Actor, Owner, Owners, Role, channel_name, enclosing


def office(identifier: str, role: Role, *places: str) -> Owner:
    return Owner(identifier, Text(identifier, identifier), role, places)


PROVINCE = office("province", Role.PROVINCE, "440000")
CITY = office("guangzhou", Role.CITY, "440100")
COUNTY = office("tianhe", Role.COUNTY, "440106")
TWO_CITIES = office("delta", Role.COUNTY, "440104", "440307")
PLANT = Owner("plant", Text("厂", "plant"), Role.ENTERPRISE, ("440106",), enterprises=("91440101MA000001",))
OWNERS = Owners(
    (PROVINCE, CITY, COUNTY, TWO_CITIES, PLANT), (Actor("wang", Text("王", "Wang"), "tianhe", ("wangmin",)),)
)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("440106", COUNTY),
        ("440103", CITY),  # a county without an office of its own
        ("440100", CITY),
        ("440300", PROVINCE),  # a city without one
        ("440000", PROVINCE),
        ("321182", None),  # another province
        ("unplaced", None),
    ],
)
def test_the_nearest_office_answers(place: str, expected: Owner | None):
    assert OWNERS.owner_of(place) == expected


def test_the_office_of_everywhere_answers_for_what_nobody_else_does():
    nation = office("nation", Role.PROVINCE, EVERYWHERE)
    owners = Owners((CITY, nation))
    assert owners.owner_of("440103") == CITY
    assert owners.owner_of("321182") == owners.owner_of("unplaced") == nation


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (COUNTY, CITY),
        (CITY, PROVINCE),
        (PROVINCE, None),
        (TWO_CITIES, PROVINCE),  # its places share no city
        (PLANT, COUNTY),
    ],
)
def test_the_superior_encloses_all_places(owner: Owner, expected: Owner | None):
    assert OWNERS.superior_of(owner) == expected


def test_an_enterprise_is_an_owner_of_its_own_cases_and_of_no_place():
    assert OWNERS.owner_of_enterprise("91440101MA000001") == PLANT
    assert OWNERS.owner_of_enterprise("91440101MA000002") is None
    assert Owners((PLANT,)).owner_of("440106") is None


def test_who_acts_for_whom():
    assert OWNERS.actor_of_login("wangmin") == "wang"
    assert OWNERS.actor_of_login("nobody") is None
    assert OWNERS.acts_for("wang") == OWNERS.acts_for("tianhe") == OWNERS.owner("tianhe") == COUNTY
    assert OWNERS.acts_for("nobody") is None


def test_places_around_a_place():
    assert enclosing("440106") == ("440106", "440100", "440000", EVERYWHERE)
    assert enclosing("440000") == ("440000", EVERYWHERE)
    assert enclosing("zone-a") == ("zone-a", EVERYWHERE)


def test_a_channel_is_called_by_its_variables():
    assert channel_name("${MAIL_OF_CITY}") == "MAIL_OF_CITY"
    assert channel_name("mailtos://${USER_1}:${PASSWORD}@mail.example.org") == "USER_1+PASSWORD"
