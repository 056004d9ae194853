"""Photos and documents: read apart, made anew, kept with their answer, shown to those who may see them."""
