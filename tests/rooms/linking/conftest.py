"""A register of four companies and the books that name them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from openmbi.catalog.linking import LinkingParameters, load_linking
from openmbi.core.tables import ENTERPRISES, HOLDERS
from openmbi.simulation.codes import credit_code

A, B, C, D = (credit_code(place, number) for number, place in enumerate(("440606", "440605", "440103", "440303"), 1))
DECISIONS = pa.schema(
    [
        ("kind", pa.string()),
        ("subject", pa.string()),
        ("name", pa.string()),
        ("valid_from", pa.date32()),
        ("enterprise", pa.string()),
        ("decided_at", pa.timestamp("us")),
    ]
)
SINCE = date(2018, 1, 1)


@pytest.fixture
def parameters() -> LinkingParameters:
    return load_linking(None).in_force(date(2024, 1, 1))


@pytest.fixture
def register() -> pa.Table:
    """A changed its name in 2020; C and D have one name in two cities; D was deregistered at the end of 2019."""
    rows = [
        (A, "佛山市恒达电器有限公司", "440606", date(2015, 1, 1), date(2019, 12, 31)),
        (A, "广东恒达智能科技股份有限公司", "440606", date(2020, 1, 1), None),
        (B, "佛山市瑞丰化工有限公司", "440605", date(2015, 1, 1), None),
        (C, "广东嘉源纸业有限公司", "440103", date(2015, 1, 1), None),
        (D, "广东嘉源纸业有限公司", "440303", date(2015, 1, 1), date(2019, 12, 31)),
    ]
    names = ("enterprise", "name", "place", "valid_from", "valid_to")
    listed = [dict(zip(names, row, strict=True)) | {"row_no": number} for number, row in enumerate(rows, 1)]
    return pa.Table.from_pylist(listed, schema=ENTERPRISES)


@pytest.fixture
def books() -> Callable[..., pa.Table]:
    """Return a function from dictionaries to HOLDERS; what one leaves out is plain."""
    plain = {"kind": "meter", "share": "1", "valid_from": SINCE, "row_no": 1}

    def build(*rows: dict) -> pa.Table:
        given = [plain | row for row in rows]
        return pa.Table.from_pylist([row | {"share": Decimal(row["share"])} for row in given], schema=HOLDERS)

    return build


@pytest.fixture
def decisions() -> Callable[..., pa.Table]:
    """Return a function from (subject, name, enterprise, day of the decision) to decisions on meters."""

    def build(*rows: tuple[str, str | None, str | None, int]) -> pa.Table:
        listed = [
            {
                "kind": "meter",
                "subject": subject,
                "name": name,
                "valid_from": SINCE,
                "enterprise": enterprise,
                "decided_at": datetime(2024, 1, day),  # noqa: DTZ001  UTC without a zone, as it is stored
            }
            for subject, name, enterprise, day in rows
        ]
        return pa.Table.from_pylist(listed, schema=DECISIONS)

    return build
