"""Registry: keeps the digital registration (digitale registratie) of each request until it is validated and locked."""
