"""A desk without data, whose passwords are hashed quickly, with a user of each kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from openmbi.core.access import Scope, UserRole
from openmbi.core.users import User
from openmbi.flow.access.changes import NewUser, add_user
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.bureau import load_bureau

NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
SETTINGS = """
source = "power"
name = {zh = "测试", en = "test"}
zone = {code = "440000", zh = "广东省", en = "Guangdong"}
"""
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
Add = Callable[..., User]


def desk_in(folder: Path, settings: str = "") -> AccessDesk:
    """An empty desk of a bureau with further settings."""
    folder.mkdir(exist_ok=True)
    (folder / "bureau.toml").write_text(SETTINGS + settings, encoding="utf-8")
    return AccessDesk(load_bureau(folder), QUICK)


def added(desk: AccessDesk, identifier: str, role: UserRole | None = UserRole.CITY, **more) -> User:
    scope = Scope(("440600",)) if role in {UserRole.CITY, UserRole.COUNTY} else Scope()
    asked = {"password": PASSWORD, "temporary": False, "scope": scope, **more}
    return add_user(desk, NewUser(identifier, f"{identifier} the person", role=role, **asked), by="machine:li", now=NOW)


@pytest.fixture
def access(tmp_path: Path) -> AccessDesk:
    return desk_in(tmp_path / "desk")
