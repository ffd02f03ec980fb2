"""Whatever comes from outside, put before every parser: right, broken, and made to break it."""
