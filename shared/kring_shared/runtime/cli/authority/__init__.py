"""Letting people into a bus, and its servers' configuration: offices, services, systems, and the authority itself."""
