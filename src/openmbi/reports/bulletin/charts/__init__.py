"""Charts of the bulletin as SVG, drawn by hand from a drawing's plain JSON: one file a kind, found by its name."""
