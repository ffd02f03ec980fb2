"""The processes: the registration, a claim, what people ask about their data, and a breach."""
