"""Channels: the forms in which robots want a message, what they answer, and what is wrong with an address."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from openmbi.core.problems import Problem
from openmbi.flow.notice_channels import NoticeChannel, open_channel
from openmbi.flow.notice_office import NoticeOffice
from openmbi.flow.notices import try_channels

TOKEN = "0123456789abcdef" * 4
ROBOTS = {
    "wecombot": (f"wecombot://{TOKEN}", "/cgi-bin/webhook/send?key={key}"),
    "dingtalk": (f"dingtalk://{TOKEN}", "/robot/send?access_token={token}"),
    "feishu": (f"feishu://{TOKEN}", "/open-apis/bot/v2/hook/{token}/"),
}
REFUSALS = {
    "wecombot": {"errcode": 93000, "errmsg": f"invalid webhook url {TOKEN}"},
    "dingtalk": {"errcode": 310000, "errmsg": "keywords not in content"},
    "feishu": {"code": 9499, "msg": "Bad Request"},
}
TAKEN = {"errcode": 0, "errmsg": "ok", "code": 0}


def channel(address: str) -> NoticeChannel:
    return open_channel("${ADDRESS}", {"ADDRESS": address}, Path("owners.yml"))


@pytest.fixture(params=ROBOTS)
def robot(request, hook, monkeypatch) -> tuple[str, NoticeChannel]:
    """A robot's channel, with its kind, whose service stands on this machine."""
    address, path = ROBOTS[request.param]
    opened = channel(address)
    monkeypatch.setattr(type(opened.service), "notify_url", f"http://127.0.0.1:{hook.port}{path}")
    return request.param, channel(address)


def said(posted: dict) -> str:
    """The text of a robot's message, wherever it stands."""
    return (posted.get("text") or posted.get("content") or {}).get("content") or posted["content"]["text"]


def test_a_robot_gets_title_and_text_in_its_own_form(robot: tuple[str, NoticeChannel], hook):
    kind, to = robot
    hook.answer = TAKEN
    assert to.send("预警工单：新工单 1", "- 工单 12【红】\n内部资料") is None
    ((path, posted),) = hook.posted
    assert TOKEN in path
    assert posted["msg_type" if kind == "feishu" else "msgtype"] == "text"
    assert said(posted).splitlines() == ["预警工单：新工单 1", "- 工单 12【红】", "内部资料"]


def test_a_robot_that_refuses_inside_a_success_has_not_taken_it(robot: tuple[str, NoticeChannel], hook):
    kind, to = robot
    hook.answer = REFUSALS[kind]
    error = to.send("title", "body")
    assert error
    assert str(hook.answer.get("errcode") or hook.answer["code"]) in error
    assert TOKEN not in error


def test_a_robot_that_fails_has_not_taken_it(robot: tuple[str, NoticeChannel], hook):
    hook.status, hook.answer = 500, TAKEN
    error = robot[1].send("title", "body")
    assert error
    assert "500" in error


def test_a_message_of_the_most_bytes_is_one_message(robot: tuple[str, NoticeChannel], hook):
    hook.answer = TAKEN
    title, (kind, to) = "预警工单", robot
    body = "工" * ((to.most_bytes - len(title.encode()) - 2) // 3)
    assert to.send(title, body) is None
    ((_, posted),) = hook.posted
    assert body in said(posted)
    assert kind == "wecombot" or len(json.dumps(posted)) <= 20_000  # what they say that they take


def test_the_library_of_a_service_is_what_it_was_after_sending(robot: tuple[str, NoticeChannel], hook):
    module = sys.modules[type(robot[1].service).__module__]
    before = module.requests
    robot[1].send("title", "body")
    assert module.requests is before


@pytest.mark.parametrize(
    "address", [f"nonsense://{TOKEN}", f"mailtos://{TOKEN}@", "wecombot://", f"wecombot://{TOKEN}!!", TOKEN]
)
def test_an_address_that_is_none_is_refused_without_being_told(address: str, capfd):
    with pytest.raises(Problem) as caught:
        channel(address)
    assert caught.value.code == "notices.unknown-channel"
    assert TOKEN not in str(caught.value) + "".join(capfd.readouterr())


@pytest.mark.parametrize("environment", [{}, {"ADDRESS": ""}])
def test_a_variable_without_a_value_is_named(environment: dict[str, str]):
    with pytest.raises(Problem) as caught:
        open_channel("mailto://${ADDRESS}", environment, Path("owners.yml"))
    assert caught.value.code == "notices.variable-unset"
    assert "ADDRESS" in str(caught.value)


def test_what_apprise_logs_reaches_nobody(capfd):
    assert channel("json://officer77:hunter2-hunter2@127.0.0.1:9/").send("title", "body")
    assert "".join(capfd.readouterr()) == ""


def test_every_channel_of_an_owner_is_tried(office: NoticeOffice, mailbox, hook):
    (tried,) = try_channels(office, "guangzhou")
    assert (tried.channel, tried.error) == ("MAIL_OF_GUANGZHOU", None)
    assert "trial" in mailbox.letters[0]["Subject"]
    hook.status = 404
    (failed,) = try_channels(office, "tianhe")
    assert failed.error
    assert office.outbox.notices() == ()


@pytest.mark.parametrize(("owner", "code"), [("nobody", "notices.unknown-owner"), ("province", "notices.no-channel")])
def test_who_cannot_be_tried(office: NoticeOffice, owner: str, code: str):
    with pytest.raises(Problem) as caught:
        try_channels(office, owner)
    assert caught.value.code == code
