"""A person's own answers: seen, copied, changed until the close, and begun answers carried on elsewhere."""
