"""An open manufacturing big-data index (制造业大数据指数, MBI)."""

from importlib.metadata import version

__version__ = version("openmbi")
