from openmbi.doors.client.answered import Answered as Answered
from openmbi.doors.client.client import Client as Client
from openmbi.doors.notebook.adjust import adjust as adjust
from openmbi.doors.notebook.adjustment import Adjustment as Adjustment
from openmbi.doors.notebook.adjustment import adjustment_of as adjustment_of

__version__: str
__all__ = ["Adjustment", "Answered", "Client", "__version__", "adjust", "adjustment_of"]
