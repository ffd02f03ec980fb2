# The safety officer's room.
safety-officer-title = Signals of danger
safety-officer-lead = These signals the regional manager passed on to you. The most pressing stands first.
safety-officer-open-ones = What still waits
safety-officer-settled-ones = What is settled
safety-officer-signal = Signal { $number }
safety-officer-since =
    { $n ->
        [0] Raised today
        [1] Raised yesterday
       *[other] Raised { $n } days ago
    }
safety-officer-none = No signal waits for you now.
safety-officer-none-settled = No signal of yours is settled yet.
safety-officer-by-number = Open with a number
safety-officer-number = Number of the signal
safety-officer-number-help = The regional manager gives you the number. There is no name in it.
safety-officer-wrong = A number has 32 figures and letters from a to f. Look once more.
safety-officer-open = Open the signal
safety-officer-logged = It is written down who opens a signal, and when. That protects the person it is about, and you.
safety-officer-emergency = Is it not yours, and can it not wait?
safety-officer-case = Number of the request
safety-officer-close-lead = Is it settled? Choose what became of it.
safety-officer-do-close-safety-signal = Close the signal
safety-officer-field-outcome = What became of it?
