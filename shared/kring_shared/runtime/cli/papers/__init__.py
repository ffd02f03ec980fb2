"""What is written into a file for somebody: certificates, plans, calendars, copies."""
