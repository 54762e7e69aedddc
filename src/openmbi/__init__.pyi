from openmbi.doors.notebook.adjust import adjust as adjust
from openmbi.doors.notebook.adjustment import Adjustment as Adjustment
from openmbi.doors.notebook.adjustment import adjustment_of as adjustment_of

__version__: str
__all__ = ["Adjustment", "__version__", "adjust", "adjustment_of"]
