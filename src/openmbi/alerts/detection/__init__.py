"""Find unusual movement at three levels, day by day: common moves are taken out layer by layer, what is left is judged against pooled days without an alert."""
