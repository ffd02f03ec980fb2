"""Handing in referrals: from a file or a mailbox, through an adapter, to a receipt for each."""
