# What is wrong with a field, said beside it and at the top of its page; `n` is the number that counts.
wrong-title = Not right yet:
wrong-summary = { $n ->
    [one] One thing is not right yet
   *[other] { $n } things are not right yet
}
wrong-missing = Fill this in.
wrong-too-short = This is too short.
wrong-too-long = This is too long. At most { $n } characters fit here.
wrong-choice = Choose one of what is listed.
wrong-too-few = Choose or fill in at least { $n }.
wrong-too-many = This is too much. At most { $n } fit here.
wrong-too-small = This is too low. It has to be { $n } or more.
wrong-too-large = This is too high. It has to be { $n } or less.
wrong-email = This is not an e-mail address. An example is name@example.org.
wrong-phone = This is not a telephone number. An example is 030 123 45 67.
wrong-reference = Use at most 64 letters, digits and signs.
wrong-language = This is not a language. Choose one of the list.
wrong-day = This is not a day. An example is 23 11 2026.
wrong-moment = This is not a day with a time. Fill in both.
wrong-hour = This is not a time. An example is 14:30.
wrong-number = This is not a number. Use digits.
wrong-address = This is not an address of a site. It begins with https.
wrong-form = This is not written as it must be. Look at what stands beside the field.
wrong-other = This is not right yet. Look at it once more.
