"""What a service says of itself: what it hears and answers, and with which functions."""
