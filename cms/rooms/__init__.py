"""The rooms of volunteers, coordinators and village offices inside `/cms/`.

What waits in their villages, stalls to verify, papers to check, listings to take down, consents
to help, and owners to bring in. Every id is looked up below the person's own regions.
"""
