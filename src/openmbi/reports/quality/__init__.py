"""Early-warning quality: how often lights were false, what was found and when, and whether stated probabilities come true."""
