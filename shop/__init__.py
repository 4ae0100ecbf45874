"""SELLING it: the Django project, its settings and urls, and the commerce packages."""
