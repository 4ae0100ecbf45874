"""Oscar's thumbnailer, switched off: pictures are derived once, by the worker."""


class NoThumbnails:
    """Answers Oscar's template tag with the picture as it is, and never makes a file."""

    def generate_thumbnail(self, source, **options):
        """Return the source itself."""
        return source

    def delete_thumbnails(self, source) -> None:
        """Nothing was made, nothing goes."""
