"""The audit of a composite: how much it owes to choices, which choice matters most, and what each indicator really counts."""
