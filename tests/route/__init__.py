"""The whole route, told as the field tells it."""
