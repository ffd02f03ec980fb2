# De kamer van de aandachtsfunctionaris veiligheid.
safety-officer-title = Signalen van gevaar
safety-officer-lead = Deze signalen gaf de regiomanager aan u door. Wat het dringendst is, staat bovenaan.
safety-officer-open-ones = Wat nog wacht
safety-officer-settled-ones = Wat klaar is
safety-officer-signal = Signaal { $number }
safety-officer-since =
    { $n ->
        [0] Vandaag gemeld
        [1] Gisteren gemeld
       *[other] { $n } dagen geleden gemeld
    }
safety-officer-none = Nu wacht er geen signaal op u.
safety-officer-none-settled = Van u is nog geen signaal klaar.
safety-officer-by-number = Openen met een nummer
safety-officer-number = Nummer van het signaal
safety-officer-number-help = De regiomanager geeft u het nummer. Er staat geen naam in.
safety-officer-wrong = Een nummer heeft 32 cijfers en letters van a tot f. Kijk nog eens.
safety-officer-open = Het signaal openen
safety-officer-logged = Er wordt opgeschreven wie een signaal opent, en wanneer. Dat beschermt de mens om wie het gaat, en u.
safety-officer-emergency = Is het niet van u, en kan het niet wachten?
safety-officer-case = Nummer van de aanvraag
safety-officer-close-lead = Is het klaar? Kies wat ervan kwam.
safety-officer-do-close-safety-signal = Het signaal sluiten
safety-officer-field-outcome = Wat kwam ervan?
