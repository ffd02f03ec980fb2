"""Intake: what was referred becomes a request (aanvraag) and is accepted, or not, with the people it is about."""
