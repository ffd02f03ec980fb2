"""The guestbook of a newer Kring: it only added to what there was."""
