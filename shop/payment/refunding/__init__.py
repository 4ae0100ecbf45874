"""Money on its way back to buyers, whoever bears it and by whatever way."""
