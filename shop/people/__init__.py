"""Answers for who someone is: the user, phone numbers, roles, and who acts for whom."""
