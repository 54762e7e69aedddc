"""Every state, cause, closing and step of a case has its words."""

from openmbi.core.case_words import ACTIONS, CAUSES, CLOSINGS, STATES
from openmbi.core.cases import ActionKind, CaseState, Cause, Closing


def test_every_code_has_words_of_its_own():
    for codes, words in ((CaseState, STATES), (Cause, CAUSES), (Closing, CLOSINGS), (ActionKind, ACTIONS)):
        assert set(words) == set(codes)
        assert len({text.zh for text in words.values()}) == len({text.en for text in words.values()}) == len(codes)
