"""`mbi serve`: the pages, for this machine, or for a department whose users sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import now, opened

_CERTIFICATE = Text("TLS 证书（PEM）", "certificate for TLS (PEM)")
_KEY = Text("证书的私钥（PEM）", "key of the certificate (PEM)")
_PROXY = Text(
    "代为 TLS 的代理地址；只信任它的 X-Forwarded-*",
    "address of the proxy that does TLS; its X-Forwarded-* alone are trusted",
)
_NAME = Text("读者访问所用的名称，可重复", "name by which readers ask for it; may be repeated")
_HOST = Text(
    "监听地址；本机回环地址以外须有用户，并有 TLS 或代理",
    "address to listen on; other than loopback it needs users, and TLS or a proxy",
)


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help=here(_HOST))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help=here(Text("端口", "port")))] = 8421,
    *,
    tls_certificate: Annotated[Path | None, typer.Option(help=here(_CERTIFICATE))] = None,
    tls_key: Annotated[Path | None, typer.Option(help=here(_KEY))] = None,
    behind_proxy: Annotated[str | None, typer.Option(help=here(_PROXY))] = None,
    name: Annotated[list[str] | None, typer.Option(help=here(_NAME))] = None,
) -> None:
    """Serve until Ctrl-C."""
    from openmbi.doors.web.app import application
    from openmbi.doors.web.binding import Binding
    from openmbi.doors.web.serve import serve as serve_application
    from openmbi.flow.access.desk import AccessDesk
    from openmbi.flow.gate.gate import Gate

    bureau = opened(context)
    desk = AccessDesk(bureau)
    binding = Binding(tls_certificate, tls_key, behind_proxy, tuple(name or ()))
    binding.check(host, has_users=desk.has_users)
    web = application(Gate(bureau, now), desk if desk.has_users else None, binding.settings(host))
    serve_application(web, host, port, lambda text: out.print(here(text)), binding)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "在浏览器中查看。没有用户时仅限本机；有用户时须登录。\n\n例：mbi serve --port 8421",
                "Show the pages in a browser: without users to this machine alone, with users to whoever signs in.\n\nExample: mbi serve --port 8421",
            )
        )
    )(serve)
