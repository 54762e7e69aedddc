"""What every request passes before it reaches a route, from the outermost: headers, compression, names, TLS, rates, who asks, length, forms."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from openmbi.doors.web.bodies import Bodies
from openmbi.doors.web.compressed import Compressed
from openmbi.doors.web.headers import Headers
from openmbi.doors.web.own_forms import OwnForms
from openmbi.doors.web.rates import Rates
from openmbi.doors.web.readers import Readers
from openmbi.doors.web.secure_only import SecureOnly
from openmbi.doors.web.web import Web


def add_guards(app: FastAPI, web: Web) -> None:
    """Add them; the last added stands outermost."""
    app.add_middleware(OwnForms)
    app.add_middleware(Bodies, settings=web.settings)
    app.add_middleware(Readers, web=web)
    if web.access is not None:
        app.add_middleware(Rates, settings=web.settings)
    if web.settings.secure:
        app.add_middleware(SecureOnly)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(web.settings.hosts), www_redirect=False)
    app.add_middleware(Compressed)
    app.add_middleware(Headers, secure=web.settings.secure)
