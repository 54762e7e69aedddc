"""Serve an application to this machine and no other."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import ip_address

import uvicorn
from fastapi import FastAPI

from openmbi.core.language import Text
from openmbi.core.problems import Problem

_OPEN = Text("在浏览器中打开 {url}，按 Ctrl-C 停止", "open {url} in a browser, Ctrl-C stops")


def announce(text: Text) -> None:
    """Print a text in both languages."""
    print(f"{text.zh} · {text.en}", flush=True)


def serve(application: FastAPI, host: str, port: int, say: Callable[[Text], None] = announce) -> None:
    """Serve until interrupted; `say` is given the address to open. Port 0 takes any free port.

    Raises
    ------
    Problem
        `serve.not-loopback` where other machines could reach `host`: the pages are for internal use. `serve.port-taken` where the port is not free.
    """
    if not is_loopback(host):
        raise _not_loopback(host)
    with _listening(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        say(_OPEN.fill(url=f"http://{shown}:{listener.getsockname()[1]}/"))
        uvicorn.Server(uvicorn.Config(application, log_level="warning", server_header=False)).run(sockets=[listener])


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address; a name other than `localhost` is not trusted."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise Problem(
            "serve.port-taken",
            Text("无法监听 {host} 的端口 {port}：{why}", "cannot listen on port {port} of {host}: {why}").fill(
                host=host, port=port, why=error.strerror
            ),
            Text("换一个端口，或停止占用它的程序", "choose another port, or stop the program that holds it"),
        ) from error
    return listener


def _not_loopback(host: str) -> Problem:
    return Problem(
        "serve.not-loopback",
        Text("拒绝监听 {host}：其他机器可能访问到", "refused to listen on {host}: other machines could reach it").fill(
            host=host
        ),
        Text("使用 127.0.0.1，并从本机浏览器打开", "use 127.0.0.1 and open the page in a browser on this machine"),
        expected=Text("本机回环地址：127.0.0.1、::1 或 localhost", "a loopback address: 127.0.0.1, ::1 or localhost"),
    )
