"""Papers of trust: what goods need them, who checked them, what buyers see of it."""
