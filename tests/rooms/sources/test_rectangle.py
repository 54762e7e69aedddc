"""Fields taken apart in one go are those that a comma and the end of a line part."""

from hypothesis import given
from hypothesis import strategies as st

from openmbi.sources.rectangle import rectangle_of


def test_columns_come_one_after_another() -> None:
    rectangle = rectangle_of("日,a,b\n1,,22\n2,3,\n".encode(), 3, 3)
    assert rectangle is not None
    assert rectangle.texts.to_pylist() == ["日", "a", "b", "1", "", "22", "2", "3", ""]
    assert rectangle.columns((2, 0)).to_pylist() == ["b", "22", "", "日", "1", "2"]


@given(st.text(alphabet='a,\n"电 ', max_size=30), st.integers(1, 3))
def test_only_lines_of_as_many_fields_without_quotes_are_a_rectangle(text: str, width: int) -> None:
    lines = [line.split(",") for line in text.split("\n")]
    rectangle = rectangle_of(f"{text}\n".encode(), len(lines), width)
    if '"' in text or width == 1 or any(len(line) != width for line in lines):
        assert rectangle is None
    else:
        assert rectangle is not None
        assert rectangle.texts.to_pylist() == [field for line in lines for field in line]
