"""What people ask matching, a topic a module: who fits, who is in the register, how far a search is."""
