"""Reshaping: ideas put together, split or reworded. The old ones keep their words, authors, supports and address."""
