"""What the commissioner answers to ideas: prepared in a batch, published together, and everyone who took part is told."""
