"""Cases: the machine of their states, their clocks, and what the daily update does to them."""
