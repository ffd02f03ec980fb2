"""What is printed: a plan, and what is kept about a person."""
