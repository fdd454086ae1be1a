"""Accounting of evidence: the ledger of daily sums, exact windows, and the full recompute."""
