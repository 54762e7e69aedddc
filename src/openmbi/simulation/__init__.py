"""A small simulated town: files as a power company and a registrar would hand them over, and the truth behind them.

Pure: the caller writes the files. It shares no code with the rooms that it is used to test; its calendar and industries are its own.
"""
