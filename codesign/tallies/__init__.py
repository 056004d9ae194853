"""Counts that more than one feature prints: read once and in one way, so that a number is the same wherever it stands."""
