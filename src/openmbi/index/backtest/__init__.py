"""How good a forecast would have been in real time: replay, scores, tests of equal accuracy, benchmarks to beat, league table."""
