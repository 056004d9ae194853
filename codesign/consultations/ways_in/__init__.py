"""Ways in to a consultation: codes for those who are invited, and devices that stand in a library."""
