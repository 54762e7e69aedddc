"""The text of the bulletin: every sentence is declared with the condition under which it is said, and nothing else is written."""
