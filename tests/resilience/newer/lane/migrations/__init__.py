"""The guestbook's table through time, and what a newer Kring added."""
