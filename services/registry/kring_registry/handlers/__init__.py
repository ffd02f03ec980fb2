"""One function per fact or command: read, decide, save, tell. What is locked is never changed by a late fact."""
