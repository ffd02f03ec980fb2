# Wat er mis is met een veld, ernaast gezegd en bovenaan de pagina; `n` is het getal waar het om gaat.
wrong-title = Klopt nog niet:
wrong-summary = { $n ->
    [one] Eén ding klopt nog niet
   *[other] { $n } dingen kloppen nog niet
}
wrong-missing = Vul dit in.
wrong-too-short = Dit is te kort.
wrong-too-long = Dit is te lang. Er passen hier hoogstens { $n } tekens.
wrong-choice = Kies iets uit de lijst.
wrong-too-few = Kies er minstens { $n }, of vul er zoveel in.
wrong-too-many = Dit is te veel. Er passen er hoogstens { $n }.
wrong-too-small = Dit is te laag. Het moet { $n } of meer zijn.
wrong-too-large = Dit is te hoog. Het moet { $n } of minder zijn.
wrong-email = Dit is geen e-mailadres. Een voorbeeld is naam@voorbeeld.nl.
wrong-phone = Dit is geen telefoonnummer. Een voorbeeld is 030 123 45 67.
wrong-reference = Gebruik hoogstens 64 letters, cijfers en leestekens.
wrong-language = Dit is geen taal. Kies er een uit de lijst.
wrong-day = Dit is geen dag. Een voorbeeld is 23 11 2026.
wrong-moment = Dit is geen dag met een tijd. Vul allebei in.
wrong-hour = Dit is geen tijd. Een voorbeeld is 14:30.
wrong-number = Dit is geen getal. Gebruik cijfers.
wrong-address = Dit is geen adres van een website. Het begint met https.
wrong-form = Dit staat er niet zoals het moet. Kijk wat er bij het veld staat.
wrong-other = Dit klopt nog niet. Kijk het nog eens na.
