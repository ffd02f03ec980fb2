"""Who may talk to a bus: operator, account, credentials, and what each may say and hear; made by commands, never by hand."""
