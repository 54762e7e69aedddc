"""Asks an application without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class AskedApp:
    """Asks an application; follows no redirect."""

    app: Any

    def get(self, address: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> httpx.Response:
        return asyncio.run(self._ask(method, address, headers))

    async def _ask(self, method: str, address: str, headers: Mapping[str, str] | None) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.request(method, address, headers=headers)


class Through(httpx.BaseTransport):
    """Lets a client of httpx ask an application in this process."""

    def __init__(self, app: Any) -> None:
        self._asked = AskedApp(app)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        found = self._asked.get(str(request.url.raw_path.decode()), dict(request.headers), request.method)
        headers = [(name, value) for name, value in found.headers.items() if name != "content-encoding"]
        return httpx.Response(found.status_code, headers=headers, content=found.content)
