"""The check before a consultation opens: what stops it, what a person accepts in writing, and every route walked."""
