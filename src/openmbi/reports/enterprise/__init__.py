"""The page of one enterprise: every source against its own base, its light, its register history, what is linked to it."""
