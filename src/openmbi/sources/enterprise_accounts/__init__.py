"""Annual accounts of enterprises: value added, output, tax, employees."""
