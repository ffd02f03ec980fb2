"""What comes with intake; it uses the same hooks as anybody's."""
