"""`kring doctor`: everything an operator would look at, each in one calm line, and what to do about it."""
