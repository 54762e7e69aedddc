"""The shell of a served page: its header, put into the page that a report drew for all readers.

What a report draws is the same for everyone and stays as a run writes it to a file; what differs between readers stands in the shell alone. The shell takes
the place of the page's own header, its style sheet comes last, and the page's content policy is sent as a header instead of standing in the page.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from fastapi import Request

from openmbi.core.access import LOCAL, Permission, Scope, Viewer
from openmbi.core.language import Language, Text
from openmbi.doors.web.addresses import SESSIONS, TOKENS, USERS, in_language
from openmbi.doors.web.forms import token_of
from openmbi.doors.web.negotiation import language_of
from openmbi.doors.web.shell_labels import SHELL
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.standing import bureau_name, reach_name

_LED = (
    ("/cases", SHELL["cases"], (Permission.READ_INTERNAL, Permission.READ_OWN)),
    ("/releases.html", SHELL["releases"], (Permission.READ_RELEASES,)),
    ("/bulletins.html", SHELL["bulletins"], (Permission.READ_RELEASES,)),
    ("/freshness.html", SHELL["freshness"], (Permission.READ_INTERNAL,)),
    ("/calendar.html", SHELL["calendar"], (Permission.READ_INTERNAL,)),
    ("/methodology.html", SHELL["methodology"], (Permission.READ_RELEASES,)),
    (USERS, SHELL["users"], (Permission.MANAGE_USERS, Permission.MANAGE_SECURITY)),
    ("/audit", SHELL["audit"], (Permission.READ_AUDIT,)),
)
"""Pages that the shell leads to, where the door has them, and one of which permissions they need."""
HTMX = (
    '<meta name="htmx-config" content="{&quot;allowEval&quot;:false,&quot;allowScriptTags&quot;:false,&quot;includeIndicatorStyles&quot;:false,'
    '&quot;historyCacheSize&quot;:0,&quot;refreshOnHistoryMiss&quot;:true}">\n'
)
"""htmx runs no text, writes no style into the page, and keeps no page in the browser's storage: going back asks for it anew."""
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_SITE_SHEET = re.compile(r'<link rel="stylesheet" href="[./]*site\.css">\n?')
_HEADER = re.compile(r'<header class="top">.*?</header>', re.DOTALL)


@dataclass(frozen=True)
class Link:
    """A link of the shell."""

    address: str
    label: Text


@dataclass(frozen=True)
class Shell:
    """What stands around a page for one reader. `here`: the address of the page."""

    bureau: Text
    internal: Text
    viewer: Viewer | None
    reach: Text | None
    here: str
    query: str
    links: Sequence[Link]
    search: str | None
    token: str

    @property
    def local(self) -> bool:
        """Whether nobody signs in."""
        return self.viewer is LOCAL

    def address_in(self, language: Language) -> str:
        """Return the address of this page in a language, its question kept."""
        return in_language(self.here, language) + (f"?{self.query}" if self.query else "")


def shell_of(gate: Gate, request: Request, addresses: Container[str], *, internal: Text | None = None) -> Shell:
    """Return the shell of a request's page. `addresses`: where the door answers; `internal`: what the page says of who may see it."""
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    language = language_of(request)
    search = f"/{language}/search"
    reads = viewer is not None and viewer.may(Permission.READ_INTERNAL)
    return Shell(
        bureau=bureau_name(gate),
        internal=internal or SHELL["internal"],
        viewer=viewer,
        reach=reach_name(gate, viewer) if viewer and viewer.scope != Scope() else None,
        here=quote(request.url.path),
        query=request.url.query,
        links=tuple(links(viewer, language, addresses)) if viewer else (),
        search=search if reads and search in addresses else None,
        token=token_of(request) if viewer and viewer is not LOCAL else "",
    )


def links(viewer: Viewer, language: Language, addresses: Container[str]) -> list[Link]:
    """Return where the shell leads a viewer: pages that the door has, by its `addresses`, and the viewer may see."""
    found = [
        Link(in_language(address, language), label)
        for address, label, permissions in _LED
        if any(map(viewer.may, permissions))
    ]
    if viewer is not LOCAL:
        found.append(Link(in_language(SESSIONS, language), SHELL["sessions"]))
        found.append(Link(in_language(TOKENS, language), SHELL["tokens"]))
    return [link for link in found if link.address in addresses]


def dressed(page: str, header: str, sheet: str, scripts: Sequence[str] = ()) -> str:
    """Return a drawn page inside the shell whose header is given. `sheet`: the address of the style sheet in the place of its own."""
    without = _SITE_SHEET.sub("", _POLICY.sub("", page, count=1), count=1)
    sheets = f'<link rel="stylesheet" href="{sheet}">\n'
    loaded = HTMX + "".join(f'<script src="{escape(address)}" defer></script>\n' for address in scripts)
    headed = without.replace("</head>", f"{sheets}{loaded}</head>", 1)
    return _HEADER.sub(lambda _found: header, headed, count=1)


def internal_of(document: dict[str, Any]) -> Text | None:
    """Return what a document says of who may see it; None where it says nothing."""
    return Text.of(document["internal_only"]) if document.get("internal_only") else None
