"""The tables of notifications through time; a revision that was shipped is never edited."""
