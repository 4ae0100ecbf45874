"""How a listing stands in an address: eight Crockford base-32 characters, then its slug."""

from django.urls import register_converter


class PublicIdConverter:
    """Exactly eight characters, so that whatever follows the hyphen is the slug."""

    regex = "[0-9a-hjkmnp-tv-z]{8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PublicIdConverter, "public_id")
