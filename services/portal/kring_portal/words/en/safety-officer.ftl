# The safety officer's room.
safety-officer-title = A signal of danger
safety-officer-lead = The regional manager passed a signal on to you. Open it with its number.
safety-officer-number = Number of the signal
safety-officer-number-help = The regional manager gives you the number. There is no name in it.
safety-officer-wrong = A number has 32 figures and letters from a to f. Look once more.
safety-officer-open = Open the signal
safety-officer-logged = It is written down who opens a signal, and when. That protects the person it is about, and you.
safety-officer-emergency = Is it not yours, and can it not wait?
safety-officer-case = Number of the case
safety-officer-close-lead = Is it settled? Choose what became of it.
safety-officer-do-close-safety-signal = Close the signal
safety-officer-field-outcome = What became of it?
