"""A year of figures as people read it: one report, drawn once, as a page for a screen and as paper."""
