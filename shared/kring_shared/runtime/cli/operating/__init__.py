"""Running a Kring and looking after it: from its start to what did not arrive."""
