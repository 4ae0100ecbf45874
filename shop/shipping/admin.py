from oscar.apps.shipping.admin import *  # noqa: F403 - a fork re-exports Oscar's admin
