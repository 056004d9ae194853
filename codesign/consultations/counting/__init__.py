"""Fair counting: responses that stand out are flagged, looked at by a person, and kept or set aside with a reason."""
