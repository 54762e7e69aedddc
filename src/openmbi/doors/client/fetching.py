"""Requests that are made again where the server asks for patience, and answers that need not be sent twice."""

from __future__ import annotations

import random
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

import httpx

from openmbi.doors.client.refused import problem_of, refused, unreachable

Parameters = Sequence[tuple[str, str]]
PATIENCE = (429, 503)
LONGEST_WAIT_SECONDS = 30.0
_FIRST_WAIT_SECONDS = 0.5


class Fetching:
    """Fetches answers from one server. Safe to share between threads.

    `tries`: how often a request is made where the server is busy (429, 503), with waits that double, or as long as it says. The last `kept` answers are
    kept with their tags: of an unchanged one the server sends nothing but that it is.
    """

    def __init__(
        self, http: httpx.Client, *, tries: int = 4, kept: int = 64, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._http, self._tries, self._most, self._wait = http, tries, kept, wait
        self._lock = Lock()
        self._kept: OrderedDict[tuple[object, ...], tuple[str, httpx.Response]] = OrderedDict()

    def get(self, path: str, parameters: Parameters, accept: str) -> httpx.Response:
        """Return the answer to a question.

        Raises
        ------
        Problem
            As the API told it (`Refused`); `client.unreachable` where there was no answer.
        """
        key = (path, tuple(parameters), accept)
        before = self._kept.get(key)
        headers = {"Accept": accept} | ({"If-None-Match": before[0]} if before else {})
        answer = self._patiently(path, parameters, headers)
        if answer.status_code == httpx.codes.NOT_MODIFIED and before:
            return before[1]
        if not answer.is_success:
            raise refused(answer)
        self._keep(key, answer)
        return answer

    def _patiently(self, path: str, parameters: Parameters, headers: dict[str, str]) -> httpx.Response:
        for attempt in range(self._tries - 1):
            answer = self._once(path, parameters, headers)
            if not _asks_for_patience(answer):
                return answer
            self._wait(_wait_seconds(answer, attempt))
        return self._once(path, parameters, headers)

    def _once(self, path: str, parameters: Parameters, headers: dict[str, str]) -> httpx.Response:
        try:
            return self._http.get(path, params=list(parameters), headers=headers)
        except httpx.HTTPError as error:
            raise unreachable(str(self._http.base_url), error) from error

    def _keep(self, key: tuple[object, ...], answer: httpx.Response) -> None:
        tag = answer.headers.get("etag")
        if not tag:
            return
        with self._lock:
            self._kept[key] = tag, answer
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _asks_for_patience(answer: httpx.Response) -> bool:
    """Whether the same request may succeed later: not where the API says what somebody has to do first."""
    if answer.status_code not in PATIENCE:
        return False
    return (
        answer.status_code == httpx.codes.TOO_MANY_REQUESTS
        or "retry-after" in answer.headers
        or problem_of(answer) is None
    )


def _wait_seconds(answer: httpx.Response, attempt: int) -> float:
    """Return how long to wait: as the header Retry-After says, else twice as long each time, spread so that clients do not come together."""
    told = answer.headers.get("retry-after", "")
    if told.isdecimal():
        return min(float(told), LONGEST_WAIT_SECONDS)
    return min(_FIRST_WAIT_SECONDS * 2**attempt, LONGEST_WAIT_SECONDS) * random.uniform(0.5, 1.0)
