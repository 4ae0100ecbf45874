from oscar.apps.order.admin import *  # noqa: F403 - a fork re-exports Oscar's admin
