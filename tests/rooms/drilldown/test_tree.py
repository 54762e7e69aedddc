from decimal import Decimal

import numpy as np
import pytest

from openmbi.core.tables import ContributionNode, Level, LineKind
from openmbi.drilldown.node_document import as_document, find, from_document
from openmbi.drilldown.tree import tree


def change_of(points, *paths, change="1.00", **options) -> ContributionNode:
    columns = zip(*paths, strict=True)
    levels = ("city", "industry", "enterprise")[-len(paths[0]) :]
    path = {level: np.array(codes) for level, codes in zip(levels, columns, strict=True)}
    return tree(np.array(points, float), path, Decimal(change), **options)


def figures(node: ContributionNode) -> dict[str, Decimal]:
    return {part.code or part.level: part.points for part in node.parts}


def test_thirds_are_handed_down_from_the_top():
    third = 1 / 3  # 1.0000 = 0.6667 + 0.3333; within the city of two thirds 0.3334 + 0.3333
    root = change_of([third] * 3, ("a", "C13", "x"), ("a", "C14", "y"), ("b", "C13", "z"))
    assert figures(root) == {
        "a": Decimal("0.6667"),
        "b": Decimal("0.3333"),
        "entry_and_exit": Decimal(0),
        "rounding": Decimal(0),
    }
    assert figures(root.parts[0]) == {"C13": Decimal("0.3334"), "C14": Decimal("0.3333")}
    assert figures(root.parts[0].parts[1]) == {"y": Decimal("0.3333")}


def test_the_root_is_the_published_change_and_rounding_takes_what_is_left():
    root = change_of([0.0041, -0.0001], ("x",), ("y",), change="0.01")
    assert (root.level, root.points) == (Level.ZONE, Decimal("0.01"))
    assert figures(root) == {
        "x": Decimal("0.0041"),
        "y": Decimal("-0.0001"),
        "entry_and_exit": Decimal(0),
        "rounding": Decimal("0.0060"),
    }
    assert [part.level for part in root.parts[-2:]] == [LineKind.ENTRY_AND_EXIT, LineKind.ROUNDING]


def test_leaves_of_one_path_are_one_node_and_one_code_may_stand_in_two_groups():
    root = change_of([1, 2, 3], ("a", "C13", "x"), ("a", "C13", "x"), ("b", "C13", "x"), change="6")
    assert figures(root)["a"] == figures(root)["b"] == 3
    found = find(root, ["a", "C13", "x"])
    assert found is not None
    assert (found.points, found.parts, found.level) == (Decimal(3), (), "enterprise")


def test_parts_are_listed_by_size_then_code():
    root = change_of([-1, 1, 5, 0], ("b",), ("a",), ("d",), ("c",), change="5")
    assert [part.code for part in root.parts] == ["d", "a", "b", "c", "", ""]


def test_what_is_half_way_is_rounded_to_even():
    assert find(change_of([0.00005], ("x",)), ["x"]).points == Decimal("0.0000")  # type: ignore[union-attr]
    assert find(change_of([0.00015], ("x",)), ["x"]).points == Decimal("0.0002")  # type: ignore[union-attr]
    assert find(change_of([-0.00005], ("x",)), ["x"]).points == Decimal("0.0000")  # type: ignore[union-attr]
    assert find(change_of([0.25], ("x",), digits=1), ["x"]).points == Decimal("0.2")  # type: ignore[union-attr]


def test_nobody_moved_anything():
    root = tree(np.zeros(0), {"city": np.zeros(0, "U1"), "enterprise": np.zeros(0, "U1")}, Decimal("0.01"))
    assert figures(root) == {"entry_and_exit": Decimal(0), "rounding": Decimal("0.0100")}


@pytest.mark.parametrize("points", [[np.nan, 1], [np.inf, 1], [5e6, -5e6]])
def test_points_that_cannot_be_counted_are_refused(points):
    with pytest.raises(ValueError, match="9 million"):
        change_of(points, ("x",), ("y",))


def test_a_tree_goes_through_a_document_and_back():
    root = change_of([0.1, 0.2, -1e-4], ("a", "C13", "x"), ("a", "C14", "y"), ("b", "C13", "z"), code="440000")
    document = as_document(root)
    assert document["points"] == "1.00"
    assert document["parts"][0]["parts"][0] == {
        "level": "industry",
        "code": "C14",
        "points": "0.2000",
        "parts": [{"level": "enterprise", "code": "y", "points": "0.2000"}],
    }
    assert from_document(document) == root


def test_finding_a_part():
    root = change_of([1, 2], ("a", "x"), ("", "y"), change="3")
    assert find(root, []) is root
    assert find(root, ["", "y"]) == ContributionNode("enterprise", "y", Decimal("2.0000"))
    assert find(root, ["a", "y"]) is None
    assert find(change_of([1], ("a", "x")), [""]) is None  # rounding is no group
