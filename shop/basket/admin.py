from oscar.apps.basket.admin import *  # noqa: F403 - a fork re-exports Oscar's admin
