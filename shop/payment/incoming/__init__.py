"""Money that people see on statements: proofs, receipts, uploaded files and their rows."""
