"""The furniture of HTTP: what would be the same in any service. Knows no feature."""
