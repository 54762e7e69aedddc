"""Serve an application where it may be served."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.web.binding import Binding
from openmbi.doors.web.preparing import Preparing

CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""Of TLS 1.2: those with forward secrecy and authenticated encryption (RFC 9325, 4.2); of TLS 1.3 all are."""
_OPEN = Text("在浏览器中打开 {url}，按 Ctrl-C 停止", "open {url} in a browser, Ctrl-C stops")


def announce(text: Text) -> None:
    """Print a text in both languages."""
    print(f"{text.zh} · {text.en}", flush=True)


def serve(
    application: FastAPI,
    host: str,
    port: int,
    say: Callable[[Text], None] = announce,
    binding: Binding | None = None,
) -> None:
    """Serve until interrupted; `say` is given the address to open. Port 0 takes any free port.

    Raises
    ------
    Problem
        Those of `Binding.check` where other machines could reach the door; `serve.port-taken` where the port is not free.
    """
    bound = binding or Binding()
    bound.check(host, has_users=application.state.web.access is not None)
    with _listening(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        scheme = "https" if bound.certificate else "http"
        say(_OPEN.fill(url=f"{scheme}://{shown}:{listener.getsockname()[1]}/"))
        with Preparing(application.state.web):
            uvicorn.Server(_configured(application, bound)).run(sockets=[listener])


def _configured(application: FastAPI, binding: Binding) -> uvicorn.Config:
    """Return the server's settings: whose `X-Forwarded-*` it trusts, and its TLS, of version 1.2 or later whatever the machine allows."""
    config = uvicorn.Config(
        application,
        log_level="warning",
        server_header=False,
        proxy_headers=binding.proxy is not None,
        forwarded_allow_ips=binding.proxy or "",
        ssl_certfile=binding.certificate,
        ssl_keyfile=binding.key,
        timeout_graceful_shutdown=10,
    )
    config.load()
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
        config.ssl.set_ciphers(CIPHERS)
    return config


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
