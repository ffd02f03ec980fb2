# De kamer van de aandachtsfunctionaris veiligheid.
safety-officer-title = Een signaal van gevaar
safety-officer-lead = De regiomanager gaf u een signaal door. Open het met het nummer.
safety-officer-number = Nummer van het signaal
safety-officer-number-help = De regiomanager geeft u het nummer. Er staat geen naam in.
safety-officer-wrong = Een nummer heeft 32 cijfers en letters van a tot f. Kijk nog eens.
safety-officer-open = Het signaal openen
safety-officer-logged = Er wordt opgeschreven wie een signaal opent, en wanneer. Dat beschermt de mens om wie het gaat, en u.
safety-officer-emergency = Is het niet van u, en kan het niet wachten?
safety-officer-case = Nummer van de zaak
safety-officer-close-lead = Is het klaar? Kies wat ervan kwam.
safety-officer-do-close-safety-signal = Het signaal sluiten
safety-officer-field-outcome = Wat kwam ervan?
