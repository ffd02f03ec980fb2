"""One function per fact or command: read, decide, save, tell. `referrals` takes in, `requests` goes on from there."""
