"""The nats-server that Kring starts for itself."""
