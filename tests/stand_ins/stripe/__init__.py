"""A card provider of our own: Stripe's API, its hosted page and its webhooks, as a process.

Start it with `python -m tests.stand_ins.stripe`; it needs nothing but Python. Tests reach it
through the unmodified SDK and steer it by `driver.StandIn`. It keeps what is sent and refuses
what Stripe refuses, by Stripe's documentation; amounts are in minor units everywhere.
"""
