"""The words that all rooms share: periods, typed tables, units, bilingual text, problems, discovery."""
