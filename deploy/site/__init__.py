"""What the site of the documentation needs beyond docs/ itself."""
