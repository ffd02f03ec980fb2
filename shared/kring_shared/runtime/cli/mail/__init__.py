"""Mailboxes as folders, and what mail servers send back."""
