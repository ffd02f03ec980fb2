"""One function per fact, command or deadline: read, decide, save, tell."""
