"""Matching (inschakeling): a fitting, independent coordinator is sought, proposed, and agreed to by the main person."""
