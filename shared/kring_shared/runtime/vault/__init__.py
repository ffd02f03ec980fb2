"""Keys: what is personal is sealed here, and a destroyed key erases it everywhere at once."""
