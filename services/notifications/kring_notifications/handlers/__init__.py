"""One function per fact, deadline or ended delivery: read, decide, save, tell. Letters themselves go out later."""
