"""Whatever is killed, thrown away or told twice: nothing is lost, nothing is doubled, nothing is said aloud."""
