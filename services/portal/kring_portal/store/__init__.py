"""What the portal keeps for itself: who may sign in, as what, and who is signed in; never anything of a case."""
