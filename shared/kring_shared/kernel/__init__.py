"""Pure building blocks of the services: no I/O, no clock, no SQL, no bus."""
