"""Text in both languages of our readers, written side by side where it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language that openmbi speaks; the value is its BCP 47 tag."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True)
class Text:
    """One message in Chinese and English with the same `{placeholders}` (str.format syntax)."""

    zh: str
    en: str

    @staticmethod
    def of(pair: Mapping[str, str]) -> Text:
        """Return the message of a document, `{"zh": …, "en": …}`."""
        return Text(pair["zh"], pair["en"])

    def fill(self, **values: object) -> Text:
        """Fill the placeholders of both languages; a value that is itself a Text is filled in its own language."""
        return Text(
            zh=self.zh.format(**{name: say(value, Language.ZH) for name, value in values.items()}),
            en=self.en.format(**{name: say(value, Language.EN) for name, value in values.items()}),
        )

    def say(self, language: Language) -> str:
        """Return the message in one language."""
        return self.zh if language is Language.ZH else self.en

    def __add__(self, other: Text) -> Text:
        return Text(self.zh + other.zh, self.en + other.en)


def say(value: object, language: Language) -> object:
    """Return a Text in the language asked for and any other value as it is."""
    return value.say(language) if isinstance(value, Text) else value
