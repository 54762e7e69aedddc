"""Where `mbi serve` listens, and what it asks for before others can reach it."""

from __future__ import annotations

from pathlib import Path

import pytest

from openmbi.core.problems import Problem
from openmbi.doors.web.binding import Binding

FILES = Binding(Path("no.pem"), Path("no.key"))


@pytest.mark.parametrize(
    ("binding", "host", "users", "code"),
    [
        (Binding(), "0.0.0.0", False, "serve.not-loopback"),
        (Binding(), "192.168.1.5", True, "serve.not-loopback"),
        (Binding(proxy="10.0.0.1"), "127.0.0.1", False, "serve.not-loopback"),
        (FILES, "192.168.1.5", False, "serve.not-loopback"),
        (FILES, "0.0.0.0", True, "serve.no-name"),
        (Binding(proxy="127.0.0.1"), "127.0.0.1", True, "serve.no-name"),
        (Binding(proxy="*", names=("mbi.test",)), "127.0.0.1", True, "serve.wrong-proxy"),
        (Binding(proxy="0.0.0.0/0", names=("mbi.test",)), "127.0.0.1", True, "serve.wrong-proxy"),
        (Binding(Path("cert.pem"), names=("mbi.test",)), "0.0.0.0", True, "serve.tls"),
        (Binding(Path("no.pem"), Path("no.key"), names=("mbi.test",)), "0.0.0.0", True, "serve.tls"),
    ],
)
def test_others_are_not_let_in_unprotected(binding: Binding, host: str, users: bool, code: str):
    with pytest.raises(Problem) as refused:
        binding.check(host, has_users=users)
    assert refused.value.code == code


@pytest.mark.parametrize("users", [False, True])
@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_is_always_let_in(host: str, users: bool):
    Binding().check(host, has_users=users)
    assert not Binding().settings(host).secure


def test_behind_a_declared_proxy_cookies_are_for_tls_alone():
    binding = Binding(proxy="10.0.0.1", names=("mbi.test",))
    binding.check("10.0.0.2", has_users=True)
    settings = binding.settings("10.0.0.2")
    assert settings.secure
    assert settings.session_cookie == "__Host-mbi"
    assert {"mbi.test", "10.0.0.2"} <= set(settings.hosts)
    assert "0.0.0.0" not in Binding(names=("mbi.test",)).settings("0.0.0.0").hosts
