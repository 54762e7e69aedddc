"""Why an alert was raised: what the sources, the peers, the calendar, the register and past cases say of it, as one document in both languages."""
