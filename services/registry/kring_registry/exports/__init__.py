"""Registrations and scores as rows for whoever reckons with them, with a dictionary of every column."""
