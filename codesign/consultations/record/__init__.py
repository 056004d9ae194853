"""The record of a consultation: what was promised, shown, changed and told, and what the four Gunning checks find."""
