"""The lane: from a message that arrived to rows that are committed, told and acknowledged."""
