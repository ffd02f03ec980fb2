"""A Kring's folder copied while it works, and put together again from such copies."""
