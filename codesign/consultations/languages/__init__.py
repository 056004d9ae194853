"""A questionnaire in several languages: its texts beside each other, what is missing or stale, and recorded voices."""
