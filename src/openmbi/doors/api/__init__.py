"""The API: figures, lights, alerts and cases for programs, read only, by HTTP."""
