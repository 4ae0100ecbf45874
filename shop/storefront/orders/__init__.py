"""The buyer's order pages: by secret link, by account, and found again by number and phone."""
