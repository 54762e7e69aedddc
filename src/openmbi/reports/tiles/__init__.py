"""The tile grid 方格示意图: the cities as squares in about their places, with their lights; no map."""
