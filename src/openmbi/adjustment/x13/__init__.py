"""X-13ARIMA-SEATS as a process: calendar regressors of our own, specifications, a batch run, and its tables read back."""
