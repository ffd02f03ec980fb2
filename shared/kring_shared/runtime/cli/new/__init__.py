"""`kring new`: what somebody begins with who makes something of their own for Kring."""
