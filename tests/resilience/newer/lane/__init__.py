"""Its revisions are counted where those of the older one are."""
