"""The owner's desk (`/lapak-saya/`): her stall's day, orders, listings, papers and money."""
