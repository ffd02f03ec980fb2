"""Between other people's words and ours: what a sender refers, and what one office hands to another."""
