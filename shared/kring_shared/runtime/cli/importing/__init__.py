"""Taking in an office's own lists: reading a spreadsheet, holding it beside what Kring knows, sending line by line."""
