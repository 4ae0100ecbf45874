"""The worker's entry point: `python -m shop.worker` runs Huey's consumer.

Production settings hold unless the environment names others.
"""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the queue's consumer until it is told to stop (SIGINT, SIGTERM)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")
    execute_from_command_line([sys.argv[0], "run_huey", *sys.argv[1:]])


if __name__ == "__main__":
    main()
