"""A whole Kring in one process and one folder."""
