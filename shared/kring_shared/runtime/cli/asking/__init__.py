"""Asking the services, and showing on the screen what they say."""
