"""What sellers and villages are owed, and how it reaches them."""
