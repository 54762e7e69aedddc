"""Serve an application to this machine and no other."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

import uvicorn
from fastapi import FastAPI

from openmbi.core.language import Text
from openmbi.core.problems import Problem


def serve(application: FastAPI, host: str, port: int, say: Callable[[Text], None]) -> None:
    """Serve until interrupted; `say` is given the address to open.

    Raises
    ------
    Problem
        `serve.not-loopback` where `host` is reachable from another machine: the pages are for internal use.
    """
    if not is_loopback(host):
        raise Problem(
            "serve.not-loopback",
            Text("拒绝监听 {host}：其他机器可以访问该地址", "refused to listen on {host}: other machines can reach it").fill(host=host),
            Text("使用 127.0.0.1，并从本机浏览器打开", "use 127.0.0.1 and open the page in a browser on this machine"),
            expected=Text("本机回环地址：127.0.0.1、::1 或 localhost", "a loopback address: 127.0.0.1, ::1 or localhost"),
        )  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    say(Text("打开 {url}（Ctrl-C 停止）", "open {url} (Ctrl-C stops)").fill(url=f"http://{shown}:{port}/"))
    uvicorn.run(application, host=host, port=port, log_level="warning", server_header=False)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address; a name other than `localhost` is not trusted."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
