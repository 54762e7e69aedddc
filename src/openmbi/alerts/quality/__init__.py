"""How good alerts are: what was found and when, how often an alert is false and how surely that is known, and what could be told of it beforehand."""
