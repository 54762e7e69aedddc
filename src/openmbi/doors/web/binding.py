"""Where the door may listen: for this machine freely, for others only where users sign in over TLS."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.web.settings import LOOPBACK_HOSTS, WebSettings

_ANY = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Binding:
    """How others reach the door. `certificate`, `key`: files of its own TLS. `proxy`: the address, or network, of the proxy that does TLS for it, whose
    `X-Forwarded-*` alone are trusted. `names`: by which readers ask for it.
    """

    certificate: Path | None = None
    key: Path | None = None
    proxy: str | None = None
    names: tuple[str, ...] = ()

    @property
    def secure(self) -> bool:
        """Whether readers come over TLS."""
        return self.certificate is not None or self.proxy is not None

    def reaches_others(self, host: str) -> bool:
        """Whether other machines can reach the door where it listens on `host`."""
        return self.proxy is not None or not is_loopback(host)

    def check(self, host: str, *, has_users: bool) -> None:
        """Refuse what would show the pages to whoever did not sign in, or passwords to whoever listens on the way.

        Raises
        ------
        Problem
            `serve.not-loopback`, `serve.no-name`, `serve.wrong-proxy`, `serve.tls`.
        """
        if self.reaches_others(host) and not has_users:
            raise _no_users(host)
        if self.reaches_others(host) and not self.secure:
            raise _no_tls(host)
        if self.reaches_others(host) and not self.names and (self.proxy or host in _ANY):
            raise _no_name()
        if self.proxy is not None and not _is_network(self.proxy):
            raise _wrong_proxy(self.proxy)
        if (self.certificate is None) != (self.key is None):
            raise _half_tls()
        if self.certificate is not None:
            self._check_files()

    def settings(self, host: str) -> WebSettings:
        """Return the settings of a door that listens on `host`."""
        own = () if host in _ANY or is_loopback(host) else (f"[{host}]" if ":" in host else host,)
        return WebSettings(hosts=(*LOOPBACK_HOSTS, *own, *self.names), secure=self.secure)

    def _check_files(self) -> None:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(str(self.certificate), str(self.key))
        except (OSError, ssl.SSLError) as error:
            raise Problem(
                "serve.tls",
                Text("证书或私钥无法使用：{why}", "certificate or key cannot be used: {why}").fill(why=error),
                Text("检查两个文件及其读取权限，均为 PEM 格式", "check both files and who may read them; both are PEM"),
                file=self.certificate,
            ) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address; a name other than `localhost` is not trusted."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_network(proxy: str) -> bool:
    try:
        return ip_network(proxy).num_addresses <= 1 << 16
    except ValueError:
        return False


_WITH_USERS = Text(
    "只在本机使用：监听 127.0.0.1。供部门使用：先用 mbi user add 设立用户，再加 --tls-certificate 与 --tls-key，或用 --behind-proxy 声明代理",
    "for this machine alone, listen on 127.0.0.1. For a department: add users by `mbi user add`, then give --tls-certificate and --tls-key, or declare "
    "the proxy by --behind-proxy",
)
_LOOPBACK = Text("本机回环地址：127.0.0.1、::1 或 localhost", "a loopback address: 127.0.0.1, ::1 or localhost")


def _no_users(host: str) -> Problem:
    return Problem(
        "serve.not-loopback",
        Text(
            "拒绝监听 {host}：其他机器可能访问到，而尚无用户",
            "refused to listen on {host}: other machines could reach it, and there are no users",
        ).fill(host=host),
        _WITH_USERS,
        expected=_LOOPBACK,
    )


def _no_tls(host: str) -> Problem:
    return Problem(
        "serve.not-loopback",
        Text(
            "拒绝监听 {host}：其他机器可能访问到，而既无 TLS，也未声明代理",
            "refused to listen on {host}: other machines could reach it, with neither TLS nor a declared proxy",
        ).fill(host=host),
        _WITH_USERS,
        expected=_LOOPBACK,
    )


def _no_name() -> Problem:
    return Problem(
        "serve.no-name",
        Text("未说明读者以什么名称访问", "it is not said by which name readers ask for it"),
        Text("用 --name 给出，例如 --name mbi.example.gov.cn", "give it by --name, such as --name mbi.example.gov.cn"),
    )


def _wrong_proxy(proxy: str) -> Problem:
    return Problem(
        "serve.wrong-proxy",
        Text("「{proxy}」不是代理的地址或网段", "“{proxy}” is no address or network of a proxy").fill(proxy=proxy),
        Text("给出代理本身的地址，例如 127.0.0.1", "give the address of the proxy itself, such as 127.0.0.1"),
        expected=Text("一个地址，或不大于 /16 的网段", "an address, or a network no larger than /16"),
    )


def _half_tls() -> Problem:
    return Problem(
        "serve.tls",
        Text("证书与私钥只给出了一个", "only one of certificate and key was given"),
        Text("同时给出 --tls-certificate 与 --tls-key", "give both --tls-certificate and --tls-key"),
    )
