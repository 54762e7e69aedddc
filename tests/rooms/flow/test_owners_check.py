"""Owners are a finding of `mbi doctor`; the example of the documentation is one that can be read, with addresses that are channels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openmbi.catalog.owners import load_owners
from openmbi.core.owners import channel_name
from openmbi.core.problems import ExitCode
from openmbi.flow.notice_channels import open_channel
from openmbi.flow.owners_check import examine_owners

PAGES = [Path(__file__).parents[3] / "docs/how-to" / name for name in ("notices.md", "notices.zh.md")]


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def documented(request, tmp_path: Path) -> Path:
    """A folder with the owners of a page."""
    (example,) = re.findall(r"```yaml\n(.*?)```", request.param.read_text(encoding="utf-8"), flags=re.DOTALL)
    (tmp_path / "owners.yml").write_text(example, encoding="utf-8")
    return tmp_path


def test_the_example_of_the_page_is_read(documented: Path):
    owners = load_owners(documented)
    nanhai = owners.owner_of("440605")
    assert nanhai
    foshan = owners.superior_of(nanhai)
    assert foshan == owners.acts_for("li-na")
    assert [channel_name(channel) for channel in nanhai.channels] == [
        "DINGTALK_SECRET_OF_NANHAI+DINGTALK_TOKEN_OF_NANHAI"
    ]


def test_what_is_missing_is_told(documented: Path):
    found = examine_owners(documented, {"MAIL_OF_FOSHAN": "set", "WECOM_KEY_OF_FOSHAN": ""})
    assert found.en == (
        "4; without a channel: hengda; variables that are not set here: "
        "DINGTALK_SECRET_OF_NANHAI, DINGTALK_TOKEN_OF_NANHAI, MAIL_OF_GUANGDONG, WECOM_KEY_OF_FOSHAN"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_addresses_of_the_page_are_channels(page: Path):
    addresses = re.findall(r"^\|[^|]*\| `([a-z]+s?://[^`]*)`", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    filled = [each.replace("port/", "8080/").replace("KEY", "k" * 36).replace("TOKEN", "0" * 64) for each in addresses]
    opened = [open_channel("${ADDRESS}", {"ADDRESS": each}, page) for each in filled]
    kinds = {type(channel.service).__name__ for channel in opened}
    assert kinds == {"NotifyEmail", "NotifyWeComBot", "NotifyDingTalk", "NotifyFeishu", "NotifyJSON"}
    mail = opened[0].service
    assert (mail.smtp_host, mail.port, mail.targets) == ("smtp.example.cn", 465, [(False, "desk@example.cn")])


def test_doctor_looks_at_owners(bureau: Path, mbi):
    found = {row["check"]["en"]: row for row in mbi("-b", bureau, "doctor", "--json").json}
    assert found["owners"]["detail"]["en"].startswith("1; without a channel: bureau")
    (bureau / "owners.yml").write_text("owners: []\n", encoding="utf-8")
    told = mbi("-b", bureau, "doctor", "--json")
    assert told.code == ExitCode.PROBLEM
    assert {row["check"]["en"]: row["ok"] for row in told.json}["owners"] is False
