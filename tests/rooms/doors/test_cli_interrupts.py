import signal

import pytest

from openmbi.doors.cli import interrupts


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(interrupts, "_noted", [])
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupts.hear_interrupts()
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_that_a_library_swallows_still_stops_the_work(heard):
    interrupts.stop_if_interrupted()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)  # a library would go on from here
    with pytest.raises(KeyboardInterrupt):
        interrupts.stop_if_interrupted()


def test_a_process_that_was_told_to_ignore_interrupts_goes_on_ignoring_them(monkeypatch: pytest.MonkeyPatch):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        interrupts.hear_interrupts()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
