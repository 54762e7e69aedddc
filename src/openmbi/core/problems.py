"""What went wrong, said so that the reader can mend it: where, what was found, what was expected, what to do."""

from __future__ import annotations

from enum import IntEnum

from openmbi.core.language import Language, Text


class ExitCode(IntEnum):
    """What `mbi` tells the shell or scheduler that called it."""

    OK = 0
    BUG = 1
    USAGE = 2
    PROBLEM = 3
    QUARANTINED = 4
    NOT_REPRODUCED = 5
    FEED_ALARM = 6
    INTERRUPTED = 130


class Problem(Exception):
    """An error that the user can mend. Nothing was changed when one is raised.

    Parameters
    ----------
    code
        Stable dotted name, such as `ingest.empty-file`; documentation and tests refer to it.
    found
        What was found.
    fix
        What the reader can do about it.
    expected
        What was expected instead, where that is not plain from `found`.
    file, line, field
        Where it was found; `line` counts physical lines from 1.
    """

    exit_code = ExitCode.PROBLEM

    def __init__(
        self,
        code: str,
        found: Text,
        fix: Text,
        *,
        expected: Text | None = None,
        file: object = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        self.code = code
        self.found = found
        self.fix = fix
        self.expected = expected
        self.file = None if file is None else str(file)
        self.line = line
        self.field = field
        super().__init__(self.say(Language.EN))

    def of_file(self, file: object) -> Problem:
        """Return the same problem, said of another name of its file."""
        return Problem(
            self.code, self.found, self.fix, expected=self.expected, file=file, line=self.line, field=self.field
        )

    @property
    def where(self) -> Text:
        """The place: file, line and field, as far as they are known."""
        zh = [self.file, self.line and f"第 {self.line} 行", self.field and f"字段 {self.field}"]
        en = [self.file, self.line and f"line {self.line}", self.field and f"field {self.field}"]
        return Text("，".join(str(part) for part in zh if part), ", ".join(str(part) for part in en if part))

    def say(self, language: Language) -> str:
        """Return the whole problem as lines of text."""
        labels = _LABELS[language]
        rows = [
            (labels[0], self.where.say(language)),
            (labels[1], self.found.say(language)),
            (labels[2], self.expected.say(language) if self.expected else ""),
            (labels[3], self.fix.say(language)),
        ]
        return "\n".join(f"{label}{text}" for label, text in rows if text)

    def as_dict(self) -> dict[str, object]:
        """Return the problem for `--json` output."""

        def pair(text: Text | None) -> dict[str, str] | None:
            return None if text is None else {"zh": text.zh, "en": text.en}

        return {
            "code": self.code,
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "found": pair(self.found),
            "expected": pair(self.expected),
            "fix": pair(self.fix),
        }


_LABELS = {
    Language.ZH: ("位置：", "问题：", "应为：", "处理："),
    Language.EN: ("where:    ", "found:    ", "expected: ", "to do:    "),
}
