"""Answers for the staff's frame at `/dashboard/`: index, navigation, registered views.

Hook: packages above register their screens with `registry.register`; this package
imports the `staff` modules of packages below.
"""
