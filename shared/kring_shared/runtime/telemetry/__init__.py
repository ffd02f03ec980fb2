"""What a service tells about itself while it works: counts and traces, and never anything personal."""
