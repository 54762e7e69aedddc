"""`mbi serve`: the pages, for this machine only."""

from __future__ import annotations

from typing import Annotated

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import now, opened


def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help=here(Text("只接受本机回环地址", "a loopback address and no other")))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help=here(Text("端口", "port")))] = 8421,
) -> None:
    """Serve until Ctrl-C."""
    from openmbi.doors.web.app import application  # noqa: PLC0415  the web framework is slow to import
    from openmbi.doors.web.serve import serve as serve_application  # noqa: PLC0415
    from openmbi.flow.gate.gate import Gate  # noqa: PLC0415

    bureau = opened(context)
    serve_application(application(Gate(bureau, now)), host, port, lambda text: out.print(here(text)))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "在本机浏览器中查看（仅限内部，只监听回环地址）。\n\n例：mbi serve --port 8421",
                "Show the pages in a browser on this machine (internal only, loopback only).\n\nExample: mbi serve --port 8421",
            )
        )
    )(serve)
