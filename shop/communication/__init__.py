"""Answers for everything said to a person: outbox, channels, one-time codes, conversations.

Hooks for upper storeys: `kinds.register_kind` tells how a kind of message reads; the signal
`conversations.remark_added` tells that somebody asked or answered.
"""
