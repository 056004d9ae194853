"""Choosing one statement or one pair at a time, one's own choices, and what they come to."""
