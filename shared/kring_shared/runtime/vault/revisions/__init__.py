"""The vault's table through time; a revision that was shipped is never edited."""
