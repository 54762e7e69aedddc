"""The activity factors of groups: every city, industry or cell by month, with the probability that it is below its trend."""
