"""What there is to ask and to rely on, described by what runs."""
