"""The only place that knows NATS, SQL, logs and the machine."""
