"""Answers for money on paper: receipts, statements and cash books as PDF and XLSX."""
