"""A simulated province: 21 cities × 31 industries × 8 domains, as its bureaus would hand the files over, and the truth behind them.

Pure: the caller writes the files. Places and codes are real, enterprises and figures are invented. It shares no code with the rooms that it is used to test.
"""
