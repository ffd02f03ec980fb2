"""What an office does with its registry from the command line: one file a command."""
