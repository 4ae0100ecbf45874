"""Answers for everything said to a person: outbox, channels, one-time codes, conversations.

Hook for upper storeys: `outbox.register_kind` tells how a kind of message reads.
"""
