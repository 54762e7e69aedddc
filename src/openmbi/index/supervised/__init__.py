"""Supervised methods: a composite that is estimated growth of the target.

`base.py` is the protocol; `methods/` holds one method a file, found by discovery: `supervised_method("ridge").fit(x, y)`.
"""
