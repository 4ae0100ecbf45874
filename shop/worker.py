"""The worker's entry point: `python -m shop.worker` runs Huey's consumer; production settings by default."""

import os
import sys


def main() -> None:
    """Run the queue's consumer until it is told to stop (SIGINT, SIGTERM)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], "run_huey", *sys.argv[1:]])


if __name__ == "__main__":
    main()
