"""Staff screens."""

SCREENS = ()
