"""Asking the services, and showing a person what they say."""
