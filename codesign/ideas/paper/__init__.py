"""Ideas on paper: cards to pin to a wall and tick, and the ticks typed in as numbers that are no people."""
