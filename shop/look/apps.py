"""App config of the look."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.autoreload import autoreload_started


class LookConfig(AppConfig):
    """Registers the template tags; a development server restarts when critical CSS changes."""

    name = "shop.look"
    label = "look"

    def ready(self) -> None:
        autoreload_started.connect(watch_css)


def watch_css(sender, **kwargs) -> None:
    """Restart on changed CSS, because its hashes are part of the security policy."""
    sender.watch_dir(Path(__file__).parent / "css", "*.css")
