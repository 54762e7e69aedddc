"""Unusual movement: found at three levels, with its false alarms controlled and measured, its reasons, and the case that follows it to its end."""
