"""The case desk: the cases of whoever looks, the most pressing first, and what can be done with several at once."""
