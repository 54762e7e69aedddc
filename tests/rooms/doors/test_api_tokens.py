"""Tokens at the API: how long they open it, how often they may ask, and what is noted of files that are taken out."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.rooms.doors.asked_app import AskedApp
from tests.rooms.doors.walked_bureau import FOSHAN, with_users
from tests.rooms.flow.gate.small_runs import CITY, GUANGZHOU, small_gate

from openmbi.core.access import Permission, Scope, UserRole
from openmbi.doors.api.app import api
from openmbi.flow.access import scopes
from openmbi.flow.access.changes import disable_user, set_role
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.tokens import create_token
from openmbi.flow.gate.gate import Gate
from openmbi.store.audit_chain import AuditChain, AuditLine

CELLS = "/cells?indicator=activity_level"
BY = "machine:test"


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    monkeypatch.setattr(scopes, "register_as_of", lambda *_: pa.table({"enterprise": [FOSHAN, GUANGZHOU]}))
    return small_gate(tmp_path, monkeypatch)


@pytest.fixture
def desk(gate: Gate) -> AccessDesk:
    return with_users(gate)


def asked_as(gate: Gate, desk: AccessDesk, user: str, address: str, **headers: str) -> httpx.Response:
    secret = create_token(desk, user, "test", by=BY, now=gate.now()).secret
    return AskedApp(api(gate, desk)).get(address, {"Authorization": f"Bearer {secret}", **headers})


def exports(gate: Gate) -> list[AuditLine]:
    return [line for line in AuditChain(gate.bureau.operations).lines() if line.kind == "export"]


def test_a_token_opens_as_long_as_it_lasts_and_no_longer(gate: Gate, desk: AccessDesk):
    new = create_token(desk, "province", "test", by=BY, now=gate.now(), days=7)
    for days, status in ((0, 200), (6, 200), (7, 401), (8, 401)):
        later = Gate(gate.bureau, lambda days=days: gate.now() + timedelta(days=days))
        answer = AskedApp(api(later, desk)).get(CELLS, {"Authorization": f"Bearer {new.secret}"})
        assert answer.status_code == status, days
    assert desk.tokens.get(new.token.identifier).used_at is not None


def test_a_token_ends_with_its_revocation_and_with_its_user(gate: Gate, desk: AccessDesk):
    one, other = (create_token(desk, user, "test", by=BY, now=gate.now()) for user in ("province", "city"))
    asked = AskedApp(api(gate, desk))

    def status(secret: str) -> int:
        return asked.get(CELLS, {"Authorization": f"Bearer {secret}"}).status_code

    assert (status(one.secret), status(other.secret)) == (200, 200)
    desk.tokens.revoke(one.token.identifier, by=BY, at=gate.now())
    disable_user(desk, "city", by=BY, now=gate.now())
    assert (status(one.secret), status(other.secret)) == (401, 401)


def test_a_token_sees_what_its_user_sees_now(gate: Gate, desk: AccessDesk):
    secret = create_token(desk, "city", "test", by=BY, now=gate.now()).secret
    asked, told = AskedApp(api(gate, desk)), {"Authorization": f"Bearer {secret}"}
    assert asked.get("/series/city/440100", told).status_code == 404
    set_role(desk, "city", UserRole.CITY, Scope(("440100",)), by=BY, now=gate.now())
    assert asked.get("/series/city/440100", told).status_code == 200
    assert asked.get("/series/city/440600", told).status_code == 404


def test_who_asks_too_often_is_told_when_to_ask_again(gate: Gate, desk: AccessDesk):
    asked = AskedApp(api(gate, desk, "3/minute"))
    tokens = [create_token(desk, user, "test", by=BY, now=gate.now()).secret for user in ("city", "city", "county")]
    own, second, another = ({"Authorization": f"Bearer {one}"} for one in tokens)
    assert [asked.get("/catalog", one).status_code for one in (own, second, own)] == [200] * 3
    refused = asked.get("/catalog", second)
    assert (refused.status_code, refused.json()["code"]) == (429, "access.too-many")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert asked.get("/catalog", another).status_code == 200


@pytest.mark.parametrize("form", ["csv", "arrow", "parquet"])
def test_a_file_says_who_took_it_and_so_does_the_audit_chain(gate: Gate, desk: AccessDesk, form: str):
    answer = asked_as(gate, desk, "city", f"{CELLS}&format={form}", **{"Accept-Language": "zh"})
    [line] = exports(gate)
    content = json.loads(line.content)
    assert (line.actor, line.about, content["format"], content["by_token"]) == ("city", "api:/cells", form, True)
    assert (content["rows"], content["places"], content["origin"]) == (2, ["440600"], "run/000002")
    assert content["question"].endswith(f"format={form}")
    if form == "csv":
        head = answer.content.decode("utf-8-sig").splitlines()[:7]
        assert head[0] == "# 注意: 仅限内部"
        assert "# 导出人: city (city)" in head
        assert "# 可见范围: 佛山市" in head
    else:
        read = (
            pa.ipc.open_stream(answer.content).schema if form == "arrow" else pq.read_schema(io.BytesIO(answer.content))
        )
        taken = json.loads((read.metadata or {})[b"openmbi"])["taken"]
        assert (taken["by"], taken["scope"]["zh"]) == ("city", "佛山市")


def test_what_is_read_in_place_or_already_had_is_no_download(gate: Gate, desk: AccessDesk):
    tag = asked_as(gate, desk, "city", f"{CELLS}&format=csv").headers["etag"]
    assert tag.startswith("W/")
    again = asked_as(gate, desk, "city", f"{CELLS}&format=csv", **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert asked_as(gate, desk, "city", CELLS).status_code == 200
    assert len(exports(gate)) == 1


def test_an_enterprise_reads_its_own_and_takes_no_file(gate: Gate, desk: AccessDesk):
    own = f"/series/enterprise/{FOSHAN}"
    for form in ("csv", "arrow", "parquet"):
        refused = asked_as(gate, desk, "enterprise", f"{own}?format={form}")
        assert (refused.status_code, refused.json()["code"]) == (403, "access.not-permitted")
    both = "application/vnd.apache.arrow.stream, application/json;q=0.5"
    answer = asked_as(gate, desk, "enterprise", own, Accept=both)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert asked_as(gate, desk, "city", "/lights", Accept=both).headers["content-type"].endswith("arrow.stream")
    assert len(exports(gate)) == 1


def test_a_token_is_permitted_nothing_that_changes_anything():
    viewer = replace(CITY, reads_only=True)
    changing = [one for one in Permission if viewer.may(one)]
    assert changing == [Permission.READ_RELEASES, Permission.READ_INTERNAL, Permission.EXPORT]
