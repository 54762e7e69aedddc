"""The forms in which an answer is sent: columnar JSON, an Arrow stream, Parquet, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.gate.answer import Answer


class Form(StrEnum):
    """A form; the value is what `format` says."""

    JSON = "json"
    ARROW = "arrow"
    PARQUET = "parquet"
    CSV = "csv"

    @property
    def is_file(self) -> bool:
        """Whether who takes it takes a file out of the system."""
        return self is not Form.JSON


MEDIA = {
    Form.JSON: "application/json",
    Form.ARROW: "application/vnd.apache.arrow.stream",
    Form.PARQUET: "application/vnd.apache.parquet",
    Form.CSV: "text/csv",
}
_OF_MEDIA = {media: form for form, media in MEDIA.items()} | {
    "*/*": Form.JSON,
    "application/*": Form.JSON,
    "text/*": Form.CSV,
}


def form_of(asked: Form | None, accept: str, *, files: bool = True) -> Form:
    """Return the form that is asked for by `format`, else the most wanted by the header Accept (RFC 9110, section 12.5.1); JSON where neither says.

    Who may not take `files` gets the most wanted form that is none, where the header names one.

    Raises
    ------
    Problem
        `api.not-acceptable` where the header names none of ours.
    """
    if asked is not None:
        return asked
    if not accept.strip():
        return Form.JSON
    wanted = sorted((_wanted(part) for part in accept.split(",")), key=lambda one: -one[0])
    found = [_OF_MEDIA[media] for quality, media in wanted if quality > 0 and media in _OF_MEDIA]
    if found:
        return next((form for form in found if files or not form.is_file), found[0])
    listed = ", ".join(MEDIA.values())
    raise Problem(
        "api.not-acceptable",
        Text("Accept 中没有可提供的格式", "the header Accept names no form that there is"),
        Text("请改用所列格式之一，或参数 format", "name one of these, or send the parameter `format`"),
        expected=Text(listed, listed),
    )


def _wanted(part: str) -> tuple[float, str]:
    media, *parameters = (one.strip().lower() for one in part.split(";"))
    quality = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    try:
        return float(quality), media
    except ValueError:
        return 0.0, media


def written(answer: Answer, form: Form, meta: Mapping[str, Any], notes: Sequence[str] = ()) -> bytes:
    """Return an answer in a form. JSON: `{"columns": {…}, "meta": {…}}`; Arrow and Parquet carry the same meta, as JSON, in the metadata `openmbi`.

    `notes`: lines that stand above the rows of CSV, each after `#`.
    """
    return _csv(answer, notes) if form is Form.CSV else _WRITE[form](answer, meta)


def _json(answer: Answer, meta: Mapping[str, Any]) -> bytes:
    columns = {name: _plain(column) for name, column in answer.columns.items()}
    return orjson.dumps({"columns": columns, "meta": meta}, option=orjson.OPT_SERIALIZE_NUMPY)


def _plain(column: Any) -> Any:
    return column.tolist() if isinstance(column, np.ndarray) and column.dtype == object else column


def _with_meta(answer: Answer, meta: Mapping[str, Any]) -> pa.Table:
    return answer.table.replace_schema_metadata({"openmbi": orjson.dumps(meta)})


def _arrow(answer: Answer, meta: Mapping[str, Any]) -> bytes:
    table, sink = _with_meta(answer, meta), io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue()


def _parquet(answer: Answer, meta: Mapping[str, Any]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(_with_meta(answer, meta), sink, compression="zstd")
    return sink.getvalue()


def _csv(answer: Answer, notes: Sequence[str]) -> bytes:
    """Return UTF-8 with a mark at its beginning, as Excel wants it, notes and a header line; a text that a spreadsheet would run as a formula begins with an
    apostrophe; lists are joined by blanks.
    """
    table, sink = answer.table, io.BytesIO()
    lines = io.StringIO()
    csv.writer(lines).writerows([[f"# {note}"] for note in notes])
    sink.write(lines.getvalue().encode("utf-8-sig", "replace"))
    columns = [_cell_text(column) for column in table.columns]
    pa_csv.write_csv(pa.table(columns, names=table.column_names), sink)
    return sink.getvalue()


def _cell_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_list(column.type):
        column = pa.chunked_array([pc.binary_join(chunk, " ") for chunk in column.chunks], pa.string())
    return pc.replace_substring_regex(column, r"^([=+\-@\t\r])", r"'\1") if pa.types.is_string(column.type) else column


_WRITE: Mapping[Form, Callable[[Answer, Mapping[str, Any]], bytes]] = {
    Form.JSON: _json,
    Form.ARROW: _arrow,
    Form.PARQUET: _parquet,
}
