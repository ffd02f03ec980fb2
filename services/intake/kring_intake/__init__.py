"""Intake: what was referred becomes a request (aanvraag), is weighed with the people it is about, and is accepted or not."""
