"""Where a service keeps what it knows: its database, the tables, and how aggregates become rows and come back."""
