"""allauth's adapter: phones in every spelling; codes come from this package's one service."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail or phone and password."""
