"""The search among all enterprises."""
