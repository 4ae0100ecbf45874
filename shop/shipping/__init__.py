"""Answers for how goods reach a buyer: four methods, one choice and one charge per partner.

`quotes` says what it costs and when it arrives, `destinations` where it goes, `tariffs`
imports what parcel couriers charge.
"""
