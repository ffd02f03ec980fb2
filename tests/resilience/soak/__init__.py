"""Routes for as long as one likes, under faults of chance: `make soak MINUTES=… SEED=…`."""
