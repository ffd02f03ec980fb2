"""What people ask intake; a query reads, opens what the asker may see, and changes nothing."""
