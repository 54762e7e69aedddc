"""`mbi user` and `mbi token`, given as an officer would give them: from no user to a token, with what is told and refused."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from openmbi.flow.bureau import load_bureau
from openmbi.store.audit_chain import AuditChain

PASSWORD = "four unrelated words here"


@pytest.fixture
def user(bureau: Path, mbi, monkeypatch: pytest.MonkeyPatch):
    """Return a function that gives a command of users, with a password on standard input."""

    def give(*arguments: object, password: str = PASSWORD, lang: str = "en"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n" if password else ""))
        return mbi("-b", bureau, *arguments, lang=lang)

    return give


@pytest.fixture
def officers(user) -> None:
    for who, role in (("zhou", "administrator"), ("li", "security"), ("chen", "audit")):
        assert user("user", "add", who, "--name", who.title(), "--role", role).code == 0


def test_before_there_is_anybody(user):
    assert "there are no users" in user("user", "list").out
    told = user("user", "add", "wang", "--name", "Wang", "--role", "province")
    assert (told.code, told.out) == (3, "")
    assert "user.officers-first" in told.err
    assert user("user", "add", "zhou", "--name", "Zhou", "--role", "administrator", password="").code == 3
    assert "用户zhou（周敏）：系统管理员；首次登录须改口令" in (
        user("user", "add", "zhou", "--name", "周敏", "--role", "administrator", lang="zh").words
    )


@pytest.mark.usefixtures("officers")
def test_a_user_from_the_first_day_to_the_last(user, bureau: Path):
    added = user("user", "add", "Wang", "--name", "Wang Fang", "--role", "province", "--lasting", "--json")
    assert added.json["identifier"] == "wang"
    assert added.json["places"] == ["000000"]
    changed = user("user", "change", "wang", "--role", "city", "--place", "440600", "--name", "Wang F.", "--json").json
    assert (changed["role"], changed["places"], changed["name"]) == ("city", ["440600"], "Wang F.")
    named = user("user", "change", "wang", "--name", "Wang Fang", "--json").json
    assert (named["role"], named["places"]) == ("city", ["440600"]), "what is not said stays"
    assert "user.wrong-scope" in user("user", "change", "wang", "--role", "county").err

    made = user("token", "create", "wang", "--label", "yearbook", "--days", 30)
    secret = made.out.rsplit("once: ", 1)[1].strip()
    assert secret.startswith("mbi_")
    listed = user("token", "list", "wang", "--json").json["tokens"]
    assert [one["label"] for one in listed] == ["yearbook"]
    assert secret not in str(listed)
    assert "revoked" in user("token", "revoke", listed[0]["identifier"]).out

    assert "disabled" in user("user", "disable", "wang").out
    assert "in order" in user("user", "enable", "wang").out
    assert user("user", "unlock", "wang").code == 0
    assert "must change the password" in user("user", "password", "wang").out
    assert "0 sessions ended" in user("user", "sign-out", "wang").out
    assert "there are no sessions" in user("user", "sessions").out
    assert user("user", "sessions", "nobody").code == 3

    lines = list(AuditChain(load_bureau(bureau).operations).lines("user:wang"))
    assert [line.kind for line in lines] == [
        "user.add",
        "user.change",
        "user.role",
        "user.change",
        "token.create",
        "token.revoke",
        "user.disable",
        "user.enable",
        "user.unlock",
        "user.password",
    ]
    assert {line.actor.split(":")[0] for line in lines} == {"machine"}
    assert PASSWORD not in "".join(line.content for line in lines)


@pytest.mark.usefixtures("officers")
def test_what_cannot_be_typed(user, mbi, bureau: Path):
    assert "access.bad-password" in user("user", "password", "li", password="password1234").err
    assert "user.none" in user("user", "password", "nobody").err
    assert "--password" not in mbi("-b", bureau, "user", "add", "--help").out
    table = user("user", "list", lang="zh").words
    for word in ("系统管理员", "安全管理员", "审计管理员", "首次登录须改口令"):
        assert word in table


def test_at_a_terminal_it_is_asked_twice(user, monkeypatch: pytest.MonkeyPatch, mbi, bureau: Path):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed = iter([PASSWORD, PASSWORD, PASSWORD, "another"])
    monkeypatch.setattr("openmbi.doors.cli.typed_password.getpass", lambda _prompt: next(typed))
    monkeypatch.setattr(sys, "stdin", Terminal())
    command = ("-b", bureau, "user", "add", "zhou", "--name", "Zhou", "--role", "administrator")
    assert mbi(*command).code == 0
    assert "user.passwords-differ" in mbi("-b", bureau, "user", "password", "zhou").err
