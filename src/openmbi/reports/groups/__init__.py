"""The groups of one level, the heaviest first: cities, industries, counties, clusters."""
