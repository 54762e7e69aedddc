"""An SVG as PNG, by the typesetter that the bulletin uses: no browser, no network, no file."""

from __future__ import annotations

import typst

from openmbi.core.language import Text
from openmbi.core.problems import Problem

_PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
PIXELS_PER_INCH = 144.0
"""Two pixels a px of the drawing's own size: sharp on paper and on fine screens."""


def png_of(svg: bytes) -> bytes:
    """Return the picture.

    Raises
    ------
    Problem
        `export.not-drawn` where the drawing cannot be read.
    """
    try:
        drawn = typst.compile(_PAGE, format="png", ppi=PIXELS_PER_INCH, sys_inputs={"svg": svg.decode()})
    except typst.TypstError as error:
        raise Problem(
            "export.not-drawn",
            Text("图形无法转换为 PNG", "the drawing cannot be turned into PNG"),
            Text("改用 SVG 导出", "export it as SVG instead"),
        ) from error
    return drawn if isinstance(drawn, bytes) else drawn[0]
