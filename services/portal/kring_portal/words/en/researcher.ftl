# The researcher's room.
researcher-title = Figures of { $year }
researcher-offices = Of these offices together: { $offices }.
researcher-few = “Too few”: a number under ten, or a rest under ten, is left out. Who counts few people, points at people. Nought is left out too.
researcher-closed = This year is not open yet: it is not over, or not all offices published it.
researcher-not-found = Of this year nothing is counted here.
researcher-download = These figures as a file (CSV)
