"""Whether a page lies within a scope."""

import pytest

from openmbi.core.access import Scope
from openmbi.flow.gate.reach import reaches

PLACES = {"91440606000000001X": ("440606",), "91440106000000002Y": ("440106",)}
OWN = Scope((), ("91440606000000001X",))
COUNTY, CITY, PROVINCE = Scope(("440606",)), Scope(("440600",)), Scope(("000000",))


@pytest.mark.parametrize(
    ("path", "scopes"),
    [
        ("index", "P"),
        ("matrix", "P"),
        ("zone/440000", "P"),
        ("industry/C39", "P"),
        ("city/index", "P"),
        ("city/440600", "P City"),
        ("county/440606", "P City County"),
        ("cell/440600-C39", "P City"),
        ("cell/440100-C39", "P"),
        ("alerts", "P"),
        ("alerts/440600", "P City"),
        ("enterprise/91440606000000001X", "P City County Own"),
        ("enterprise/91440106000000002Y", "P"),
        ("enterprise/nobody", "P"),
        ("quality", "P City County Own"),
        ("city/", "P"),
        ("", "P"),
    ],
)
def test_a_page_is_seen_by_those_whose_places_it_lies_in(path: str, scopes: str) -> None:
    every = {"P": PROVINCE, "City": CITY, "County": COUNTY, "Own": OWN}
    seen = {name for name, scope in every.items() if reaches(scope, path, lambda code: PLACES.get(code, ()))}
    assert seen == set(scopes.split())
