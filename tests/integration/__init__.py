"""Real servers and real stores: what the parts do together."""
