"""The guestbook's table through time."""
