"""The portal's tables through time; a revision that was shipped is never edited."""
