"""The desk's pages about the stall itself: profile, hours, delivery, papers, people, history."""
