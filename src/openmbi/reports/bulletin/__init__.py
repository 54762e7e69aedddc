"""The monthly bulletin: one document with text written from the figures, typeset as PDF, written as Word, or drawn as one page."""
