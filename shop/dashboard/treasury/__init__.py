"""A village treasurer's pages: money that came to her, what she pays out, her cash book.

She sees and moves what her own collector holds, as long as her assignment lasts, after a second
factor. What another person must release, staff release.
"""
