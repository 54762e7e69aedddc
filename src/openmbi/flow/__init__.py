"""The whole way of the data, one file a verb; the only place that knows all rooms."""
