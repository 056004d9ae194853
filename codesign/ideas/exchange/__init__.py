"""Boards in and out: our own layout as CSV or JSON, other layouts by a map, and the layout of Polis."""
