# pyarrow is compiled and makes its compute functions when imported: a type checker sees too little of it to be of use.
from typing import Any

def __getattr__(name: str) -> Any: ...
