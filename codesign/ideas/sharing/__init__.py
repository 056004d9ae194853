"""A board outside its own pages: shown read-only in other sites, and as a feed of what was published."""
