"""Holders: whom a provider's books name for meters, accounts, plates and trading names."""
