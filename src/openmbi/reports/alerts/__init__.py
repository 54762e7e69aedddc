"""The list of alerts: by light and level, for the whole zone and for each city, with the measured rate of false ones beside each light."""
