"""Who works in a stall, who is let in, who helps by consent, and who may check it."""
