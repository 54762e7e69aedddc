"""Whose a meter, account, plate or trading name is: what is beyond doubt is linked and says why, everything else waits for a person."""
