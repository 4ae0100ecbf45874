"""Stock and money under many processes at once, and under processes that die."""
