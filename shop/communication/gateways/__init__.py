"""Answers for the ways into the world: one module a provider, all with the same contract.

A gateway raises GatewayFailed, never the provider's own words: those may hold a phone number.
"""
