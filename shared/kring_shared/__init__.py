"""What Kring's services share: contracts, kernel, runtime, testing; it knows no service."""
