"""What goes over NATS: the streams, a message on the wire, a signed caller."""
