"""Where a question stands and when it is asked: pages, sections and conditions, set by staff."""
