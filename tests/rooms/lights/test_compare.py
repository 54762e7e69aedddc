import numpy as np
import pytest

from openmbi.core.tables import Colour, Lights, Polarity
from openmbi.lights.compare import compare

LETTERS = {
    "N": Colour.NO_DATA,
    "G": Colour.GREEN,
    "Y": Colour.YELLOW,
    "R": Colour.RED,
    "B": Colour.BLUE,
    "O": Colour.ORANGE,
}


def lights(first: str, polarity: Polarity = Polarity.RISK, **rows: str) -> Lights:
    """Lights from a letter a day."""
    colour = np.array([[LETTERS[letter] for letter in row] for row in rows.values()], np.uint8)
    days = np.arange(np.datetime64(first), np.datetime64(first) + colour.shape[1])
    since = np.broadcast_to(days, colour.shape)
    return Lights("any", polarity, np.array(list(rows)), days, colour, colour * 0.0, colour, ("any",), since)


def test_what_changed_from_which_colour_to_which():
    changes = compare(lights("2024-01-01", a="GGYRN", b="GGGGG"), lights("2024-01-01", a="GYYGG", b="GGGGG"))
    assert (changes.compared, changes.changes) == (10, 3)
    assert changes.by_colour() == {
        (Colour.NO_DATA, Colour.GREEN): 1,
        (Colour.GREEN, Colour.YELLOW): 1,
        (Colour.RED, Colour.GREEN): 1,
    }
    assert changes.counts[Colour.GREEN, Colour.GREEN] == 6
    assert changes.changed.tolist() == [3, 0]
    assert changes.first.astype(str).tolist() == ["2024-01-02", "NaT"]
    assert changes.last.astype(str).tolist() == ["2024-01-05", "NaT"]
    assert (changes.before[0], changes.after[0]) == (Colour.NO_DATA, Colour.GREEN)


def test_the_most_frequent_change_is_listed_first():
    changes = compare(lights("2024-01-01", a="RGGY"), lights("2024-01-01", a="OBBG"))
    assert list(changes.by_colour().values()) == [2, 1, 1]
    assert next(iter(changes.by_colour())) == (Colour.GREEN, Colour.BLUE)


def test_only_common_subjects_and_days_are_compared_whatever_their_order():
    one = lights("2024-01-01", c="GGGR", a="GGGG", only="RRRR")
    other = lights("2024-01-03", a="GYY", c="GYY", new="GGG")
    changes = compare(one, other)
    assert changes.days.astype(str).tolist() == ["2024-01-03", "2024-01-04"]
    assert changes.subjects.tolist() == ["a", "c"]
    assert changes.by_colour() == {(Colour.GREEN, Colour.YELLOW): 1, (Colour.RED, Colour.YELLOW): 1}
    assert (changes.only_first.tolist(), changes.only_second.tolist()) == (["only"], ["new"])


def test_nobody_in_common_is_no_change():
    changes = compare(lights("2024-01-01", a="G"), lights("2024-01-01", b="R"))
    assert (changes.compared, changes.changes, changes.by_colour()) == (0, 0, {})
    assert changes.first.shape == (0,)


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="no day in common"):
        compare(lights("2024-01-01", a="G"), lights("2025-01-01", a="G"))
    with pytest.raises(ValueError, match="do not compare"):
        compare(lights("2024-01-01", a="G"), lights("2024-01-01", Polarity.CYCLE5, a="G"))


def test_the_counts_are_those_of_a_plain_loop():
    generator = np.random.default_rng(0)
    one = lights("2024-01-01", **{f"s{k}": "".join(generator.choice(list("NGYR"), 50)) for k in range(9)})
    other = lights("2024-01-01", **{f"s{k}": "".join(generator.choice(list("NGYR"), 50)) for k in range(9)})
    counts = np.zeros((len(Colour), len(Colour)), int)
    for was, now in zip(one.colour.ravel(), other.colour.ravel(), strict=True):
        counts[was, now] += 1
    np.testing.assert_array_equal(compare(one, other).counts, counts)
