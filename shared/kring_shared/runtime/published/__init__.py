"""What others may rely on, written out from the code."""
