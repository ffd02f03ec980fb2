"""Who may speak on a bus: the folder whose keys let people in, what each role may say and hear, and who was let in."""
