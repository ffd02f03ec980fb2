# The trainer's room.
trainer-lead = What is to come, and who was there.
trainer-attendance = Each day counts. Note who was there; noting again replaces what stood there.
