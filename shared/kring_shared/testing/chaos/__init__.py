"""Chaos: services as processes of their own that tests kill without warning, on a clock that tests move."""
