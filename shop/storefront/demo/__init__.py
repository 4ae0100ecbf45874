"""Answers for the demo shop: bringing it in and taking it out, touching nothing else."""
