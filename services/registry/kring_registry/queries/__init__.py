"""What people ask the registry, one file a subject."""
