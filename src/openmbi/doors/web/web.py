"""What every route is given: the gate, who asks, in which language, and how a page or a part of one is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from openmbi.core.access import Viewer
from openmbi.core.language import Language, Text
from openmbi.doors.web.assets.assets import addresses
from openmbi.doors.web.drawing import Drawing
from openmbi.doors.web.exporting import exported, wants_export, with_links
from openmbi.doors.web.forms import token_of
from openmbi.doors.web.kept_sheets import KeptSheets
from openmbi.doors.web.negotiation import language_of
from openmbi.doors.web.policies import policy_of
from openmbi.doors.web.refusals import not_signed_in
from openmbi.doors.web.settings import WebSettings
from openmbi.doors.web.shell import dressed, internal_of, shell_of
from openmbi.doors.web.shell_labels import SHELL
from openmbi.doors.web.templating import drawn, header
from openmbi.flow.gate.gate import Gate
from openmbi.reports.overview.page import Navigation

VISITS = "visits.js"
"""The script that every drawn page has: it puts the next page in the place of the one that is left."""


@dataclass(frozen=True)
class Web:
    """The web door of one gate. `access`: where users sign in; None where nobody does, on loopback alone.

    `addresses`: at which the door answers, filled once all routes are there. Safe to share between threads.
    """

    gate: Gate
    access: Any = None
    settings: WebSettings = field(default_factory=WebSettings)
    drawing: Drawing = field(default_factory=Drawing)
    addresses: set[str] = field(default_factory=set)
    sheets: KeptSheets = field(default_factory=KeptSheets)

    def viewer(self, request: Request) -> Viewer:
        """Return who asks.

        Raises
        ------
        Problem
            `access.not-signed-in`.
        """
        viewer = getattr(request.state, "viewer", None)
        if viewer is None:
            raise not_signed_in()
        return viewer

    def language(self, request: Request) -> Language:
        """Return the language of a request: that of its address (`/en/…`), else the browser's."""
        return language_of(request)

    def csrf(self, request: Request) -> str:
        """Return the token that every form of the reader must send back as `csrf`, or as the header `X-CSRF-Token`."""
        return token_of(request)

    def page(
        self,
        request: Request,
        document: dict[str, Any],
        *,
        status: int = 200,
        navigation: Navigation = (),
        scripts: Sequence[str] = (),
    ) -> HTMLResponse:
        """Return the page of a document inside the shell, as its report draws it; or the document as the file that `?format=` asks for.

        `scripts`: their addresses, such as `/assets/htmx.min.js`.
        """
        language = self.language(request)
        page = self.drawing.page(document, language, navigation)
        if wants_export(request):
            return exported(self.gate, self.viewer(request), request, document, page)
        shell = shell_of(self.gate, request, self.addresses, internal=internal_of(document))
        linked = with_links(page, request, shell.viewer, language)
        answer = dressed(linked, header(shell, language), self._sheet(document, page), (*addresses([VISITS]), *scripts))
        return HTMLResponse(answer, status, {"Content-Security-Policy": policy_of(page)})

    def _sheet(self, document: dict[str, Any], page: str) -> str:
        """Return the address of the style sheet of a drawn page; one that holds its own needs the shell's alone."""
        holds_own = "<style>" in page or not document.get("legend")
        return self.sheets.of_shell() if holds_own else self.sheets.of_page(document["legend"])

    def own(
        self,
        request: Request,
        template: str,
        title: Text,
        *,
        status: int = 200,
        forms: str = "'self'",
        **values: object,
    ) -> HTMLResponse:
        """Return a page of the door itself, drawn inside the shell by a template that extends `frame.html.jinja`. `forms`: where its forms may lead."""
        language = self.language(request)
        shell = shell_of(self.gate, request, self.addresses)
        page = drawn(
            template,
            language,
            title=title,
            status=status,
            shell=shell,
            header=header(shell, language),
            words=SHELL,
            sheet=self.sheets.of_own(),
            **values,
        )
        return HTMLResponse(page, status, {"Content-Security-Policy": policy_of("", forms)})

    def fragment(self, request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """Return a part of a page, drawn by a template of `doors/web/templates` or, as `<report>/part.html.jinja`, of a report."""
        return HTMLResponse(drawn(template, self.language(request), **values), status)
