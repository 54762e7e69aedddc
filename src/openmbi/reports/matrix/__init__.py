"""The light matrix: city × industry, the dot's area the weight."""
