"""One service at work: put together from settings, holding its lease, with its plugins."""
