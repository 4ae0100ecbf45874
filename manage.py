#!/usr/bin/env python
"""Django's command line on a developer's machine; servers set DJANGO_SETTINGS_MODULE themselves."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
