"""A page can show a light only where its palette has the colour."""

from __future__ import annotations

from openmbi.catalog.lights import LightRule
from openmbi.catalog.palettes import Palette
from openmbi.catalog.score_lights import ScoreRule
from openmbi.core.language import Text
from openmbi.core.problems import Problem


def check_shown(palette: Palette, rule: LightRule | ScoreRule) -> None:
    """Check that a palette can show every light that a rule may give.

    Raises
    ------
    Problem
        `catalog.palette` where the palette is of the other polarity or lacks a colour of the rule.
    """
    shown = {colour for colour, _ in palette.legend()}
    lacking = sorted(colour.name.lower() for colour in rule.colours - shown)
    if palette.polarity is rule.polarity and not lacking:
        return
    raise Problem(
        "catalog.palette",
        Text(
            "灯色表「{palette}」（{polarity}）不能显示规则「{rule}」（{needed}）：缺少 {lacking}",
            "the palette “{palette}” ({polarity}) cannot show the rule “{rule}” ({needed}): it lacks {lacking}",
        ).fill(
            palette=palette.code,
            polarity=palette.polarity,
            rule=rule.code,
            needed=rule.polarity,
            lacking=", ".join(lacking) or "–",
        ),
        Text(
            "请在灯色表中补上颜色，或让规则指向另一个灯色表",
            "add the colours to the palette, or name another palette in the rule",
        ),
        field="palette",
    )
