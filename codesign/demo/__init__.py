"""The two demonstration projects: everything here is made up and kept as plain values."""
