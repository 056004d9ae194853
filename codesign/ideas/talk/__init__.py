"""The page of one idea and the talk under it: replies, following, changing and taking back."""
