"""What others may rely on: facts, commands, queries and the referral contract; needs pydantic only."""
