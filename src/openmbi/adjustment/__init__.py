"""Calendar adjustment of many daily series at once: one design a stratum, a robust penalised fit, a pooled Spring Festival profile."""
