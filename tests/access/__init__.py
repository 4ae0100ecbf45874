"""Who may come where: every route and method for every role, expected answers written by hand."""
