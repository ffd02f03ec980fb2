# Het bureau van de regiomanager: vandaag, het bord en de lijsten.
manager-about = In het kort
manager-acceptor = Wie toetst het plan
manager-acceptor-lead = Noem een professional die kijkt of het plan veilig en wettig is.
manager-agreement = Afspraak
manager-amount = Bedrag
manager-and = en
manager-answer-by = te beantwoorden voor { $day }
manager-answers = Antwoorden
manager-answers-counted =
    { $waiting ->
        [0] { $n } mensen, { $yes } komen
       *[other] { $n } mensen, { $yes } komen, { $waiting } nog geen antwoord
    }
manager-asked-sealed = Wat zij zeiden lees je als je het oppakt.
manager-asked-title = Een vraag over iemands gegevens
manager-authority-told = De toezichthouder weet het.
manager-back-to-request = Terug naar de aanvraag
manager-beside-title = Twee aanvragen naast elkaar
manager-breach-found = Gevonden op { $day }
manager-breach-people =
    { $n ->
        [one] Ongeveer { $n } persoon.
       *[other] Ongeveer { $n } mensen.
    }
manager-breaches-title = Datalekken
manager-briefings = Voorlichtingen
manager-change = Wijzigen
manager-check-done = klaar
manager-check-open = open
manager-checklist = Wat er moet zijn voor de dag
manager-choose = Kies
manager-circle = Wie doet mee
manager-circle-lead = Hoe ver iedereen is. Namen, en wat mensen zeiden, blijven tussen hen en de coördinator.
manager-claim = Declaratie
manager-claim-lines = Hoe het bedrag is opgebouwd
manager-claim-to-set = Het kantoor moet eerst zijn tarieven instellen.
manager-claims-lead = Bekijk wat coördinatoren declareren, keur het goed en noteer de betaling.
manager-claims-title = Declaraties
manager-clock-asked = Antwoord aan iemand over de eigen gegevens
manager-clock-breach = Weeg of meld een datalek
manager-clock-consent = Mensen kunnen ja zeggen, aanvraag
manager-clock-legal = Laatste dag van de wet, aanvraag
manager-clock-proposal = Een coördinator antwoordt, aanvraag
manager-clock-quarantine = Bekijk een apart gelegde aanmelding
manager-clocks = Lopende termijnen
manager-clocks-lead = De komende twee weken, het eerst bovenaan. Een termijn bindt het kantoor, nooit de familie.
manager-clocks-none = Er loopt niets af in de komende twee weken.
manager-col-about = Waarover
manager-col-ground = Op welke grond
manager-col-now = Nu
manager-col-received = Binnen
manager-col-request = Aanvraag
manager-col-said = Gezegd
manager-col-stage = Waar het staat
manager-col-type = Soort
manager-col-what = Wat
manager-col-when = Wanneer
manager-col-who = Wie
manager-column-new = Nieuw
manager-column-consent = Mensen vragen
manager-column-accept = Klaar om aan te nemen
manager-column-coordinator = Coördinator zoeken
manager-column-conference = Conferentie
manager-column-all = Toon ze allemaal
manager-compare = Vergelijk de twee
manager-conferences-before = Voor de dag
manager-conferences-day = Op de dag
manager-conferences-after = Gehouden
manager-conferences-off = Niet gehouden
manager-conferences-overdue = Te laat
manager-conference-title = Conferentie
manager-cut = begrensd
manager-day = Dag
manager-days-open =
    { $n ->
        [one] { $n } dag open
       *[other] { $n } dagen open
    }
manager-decide = Beslis
manager-do-agree = Leg een afspraak vast
manager-do-brief = Leg een voorlichting vast
manager-do-accept-transfer = Neem over
manager-do-refuse-transfer = Niet overnemen
manager-do-answer-person = Dit is het antwoord
manager-do-approve-claim = Keur goed
manager-do-assess-signal = Bekeken: zo dringend is het
manager-do-close-breach = Sluit
manager-do-close-signal = Rond af
manager-do-dismiss-duplicate = Dit zijn andere mensen
manager-do-end-partnership = Zij werken niet meer met ons
manager-do-extend = Neem twee maanden extra
manager-do-merge = Dezelfde aanvraag: ga verder als { $other }
manager-do-note-breach = Noteer een datalek
manager-do-note-payment = Het is betaald
manager-do-pass-on = Geef door aan de aandachtsfunctionaris
manager-do-reject-quarantined = Neem niet aan
manager-do-release = Neem aan, zoals het gemaskeerd is
manager-do-release-mended = Herstel het eerst, neem dan aan
manager-do-report-breach = Wie het weet
manager-do-retry = Probeer opnieuw
manager-do-return-claim = Geef terug
manager-do-take-up = Ik pak dit op
manager-does-not-apply = niet van toepassing
manager-elsewhere = Alle kamers
manager-elsewhere-case = een aanvraag van { $office }
manager-emergencies-title = Noodgevallen
manager-ended = Wat voorbij is
manager-erasure-help = Wissen dat je toekent, gebeurt meteen overal.
manager-filter = Toon
manager-filter-all = alles
manager-filter-held = Wacht op een mens
manager-filter-held-all = maakt niet uit
manager-filter-held-any = alleen wat wacht
manager-filter-stage = Waar het staat
manager-from-until = van { $since } tot { $until }
manager-group-office = Op kantoor
manager-group-people = Eerst de mensen
manager-group-requests = Aanvragen
manager-group-under-way = Onderweg
manager-held-on = Gehouden op
manager-hours-left =
    { $n ->
        [one] Nog { $n } uur.
       *[other] Nog { $n } uur.
    }
manager-hours-minutes = { $hours } u { $minutes } min
manager-hours-over = De 72 uur zijn voorbij.
manager-kilometres = { $n } km
manager-last-day = Laatste dag om te antwoorden
manager-last-on = laatst op { $day }
manager-left-days =
    { $n ->
        [one] nog { $n } dag
       *[other] nog { $n } dagen
    }
manager-left-hours =
    { $n ->
        [one] nog { $n } uur
       *[other] nog { $n } uur
    }
manager-left-over =
    { $n ->
        [one] is voorbij
       *[other] { $n } dagen voorbij
    }
manager-legal-until = de wet: { $day }
manager-letter-tries =
    { $n ->
        [one] Eén keer geprobeerd, wacht sinds { $day }.
       *[other] { $n } keer geprobeerd, wacht sinds { $day }.
    }
manager-letter-unknown = Een bericht van een andere soort.
manager-letter-where = Dit kwam niet door: { $where }
manager-letters-lead = Wat het ene deel van Kring aan het andere vertelde en niet verwerkt kon worden. Er is niets kwijt: probeer het opnieuw, en bel je beheerder als het blijft.
manager-letters-none = Alles kwam door.
manager-letters-title = Wat niet doorkwam
manager-merge-help = Je kunt samenvoegen later ongedaan maken. Niemand buiten het kantoor hoort dat twee aanvragen op elkaar leken.
manager-merged-already = Deze twee zijn samengevoegd.
manager-next-information-talk = Voer het gesprek
manager-next-received = Bekijk waar het om gaat
manager-next-triaged = Vraag de mensen
manager-next-awaiting-consent = Noteer ja of nee
manager-next-consented = Neem aan
manager-next-awaiting-funding = Hoor van de financier
manager-no = nee
manager-no-coordinator = niemand coördineert
manager-no-plan = nog geen plan
manager-not-known = niet bekend
manager-open-request = Open de aanvraag
manager-outcome = Hoe het afliep
manager-part = Rol
manager-partner-change = Partner wijzigen
manager-partner-left = werkt niet meer met ons
manager-partner-new = Nieuwe partner
manager-partner-pays = betaalt
manager-partner-refers = verwijst
manager-partners-lead = Organisaties die verwijzen of betalen, en wat is afgesproken.
manager-partners-title = Partners
manager-paused = wacht
manager-people-told = De mensen weten het.
manager-persons-every = Ook wat beantwoord is
manager-persons-how = Een nieuwe schrijf je op bij de aanvraag.
manager-persons-lead = Iedereen mag vragen wat van hen bekend is. Elke vraag heeft een laatste dag.
manager-persons-open = Alleen wat open is
manager-persons-title = Mensen en hun gegevens
manager-plan = Plan
manager-plan-not-ours = Het plan is van de kring. Het kantoor leest het niet.
manager-private-time = Besloten tijd. Hier is er niets van bekend, en er hoeft niets.
manager-quarantine-from = Van { $system }, op { $day }.
manager-quarantine-lead = Aanmeldingen waar eerst een mens naar kijkt. Kijkt niemand op tijd, dan worden ze gewist en hoort de afzender dat.
manager-quarantine-title = Apart gelegde aanmeldingen
manager-quarantine-until = Gewist op { $day } als niemand kijkt.
manager-quarantined-text = Wat gestuurd is; cijfers van een BSN zijn *
manager-quarantined-title = Een apart gelegde aanmelding
manager-received = Binnengekomen
manager-reckoned = Hoe het berekend is
manager-references = Kenmerken
manager-reg-waits-call = wacht op het laatste belmoment
manager-reg-waits-coordinator = de coördinator vult in
manager-reg-waits-route = vult zich onderweg
manager-registrations-lead = Ze vullen zichzelf. Je kijkt ze na en zet ze op slot; daarna staan ze vast.
manager-registrations-title = Registraties
manager-reject-help = De afzender hoort waarom. Er blijft niets bewaard.
manager-requester = Gevraagd door
manager-review = Een plan dat terugkwam
manager-review-lead = De kring vindt dat het plan voldoet. Spreek met beide en beslis.
manager-search = Zoeken
manager-search-help = Een naam, een kenmerk of een nummer. Twee woorden van een naam vinden zekerder dan één.
manager-search-logged = Er wordt genoteerd dat je zoekt, nooit waarop. Alleen aanvragen van je eigen kantoor worden gevonden.
manager-search-more = Er zijn er meer. Geef meer van de naam.
manager-search-none = Niets gevonden.
manager-search-short = Typ twee tekens of meer.
manager-search-title = Een aanvraag zoeken
manager-search-wide = Veel mensen heten zo. Voeg nog een woord van de naam toe.
manager-signal-by = Gemeld door: { $who }.
manager-signal-title = Een zorg over veiligheid
manager-signals-lead = Wie zich zorgen maakt gaat voor. Alleen jij en de aandachtsfunctionaris lezen dit.
manager-signals-title = Zorgen over veiligheid
manager-since = sinds { $day }
manager-status-to = Wie hoort hoe het met een aanvraag staat
manager-strength = { $n }% gelijk
manager-take-over = Een lopende conferentie overnemen
manager-take-over-lead = Uit je eigen administratie. Wat eerder gebeurde wordt niemand opnieuw verteld.
manager-today-nothing = Er wacht niets op je.
manager-today-silent = Een deel van Kring antwoordt nu niet, dus hier kan iets ontbreken. Er gaat niets verloren.
manager-today-title = Vandaag
manager-total = Samen
manager-transfer-from = Aangeboden door { $office }
manager-transfers-in = Aan ons aangeboden
manager-transfers-lead = Een aanvraag wisselt pas van kantoor als beide ja zeggen. Pas dan komen de namen mee.
manager-transfers-out = Door ons aangeboden
manager-transfers-title = Tussen kantoren
manager-travelled = Gereisd
manager-worked = Gewerkt
manager-waits-signals-acute =
    { $n ->
        [one] Eén acute zorg over veiligheid staat open.
       *[other] { $n } acute zorgen over veiligheid staan open.
    }
manager-waits-signals-concern =
    { $n ->
        [one] Eén zorg over veiligheid staat open.
       *[other] { $n } zorgen over veiligheid staan open.
    }
manager-waits-breaches =
    { $n ->
        [one] Eén datalek is niet gesloten.
       *[other] { $n } datalekken zijn niet gesloten.
    }
manager-waits-person-died =
    { $n ->
        [one] Iemand is overleden: één aanvraag wacht tot je de anderen sprak.
       *[other] In { $n } aanvragen is iemand overleden: ze wachten tot je de anderen sprak.
    }
manager-waits-consent-divided =
    { $n ->
        [one] In één aanvraag zijn mensen het niet eens: spreek met hen.
       *[other] In { $n } aanvragen zijn mensen het niet eens: spreek met hen.
    }
manager-waits-emergencies =
    { $n ->
        [one] Iemand keek één keer buiten de eigen aanvragen, om een noodgeval.
       *[other] { $n } keer keek iemand buiten de eigen aanvragen, om een noodgeval.
    }
manager-waits-asked =
    { $n ->
        [one] Eén persoon wacht op antwoord over de eigen gegevens.
       *[other] { $n } mensen wachten op antwoord over de eigen gegevens.
    }
manager-waits-information-talk =
    { $n ->
        [one] Eén persoon vroeg eerst een gesprek.
       *[other] { $n } mensen vroegen eerst een gesprek.
    }
manager-waits-received =
    { $n ->
        [one] Eén aanvraag kwam binnen: bekijk waar het om gaat.
       *[other] { $n } aanvragen kwamen binnen: bekijk waar het om gaat.
    }
manager-waits-triaged =
    { $n ->
        [one] In één aanvraag moeten de mensen nog gevraagd worden.
       *[other] In { $n } aanvragen moeten de mensen nog gevraagd worden.
    }
manager-waits-awaiting-consent =
    { $n ->
        [one] Eén aanvraag wacht op een ja of nee.
       *[other] { $n } aanvragen wachten op een ja of nee.
    }
manager-waits-consented =
    { $n ->
        [one] Eén aanvraag kan worden aangenomen.
       *[other] { $n } aanvragen kunnen worden aangenomen.
    }
manager-waits-awaiting-funding =
    { $n ->
        [one] Eén aanvraag wacht op wie betaalt.
       *[other] { $n } aanvragen wachten op wie betaalt.
    }
manager-waits-transfers =
    { $n ->
        [one] Een ander kantoor biedt een aanvraag aan.
       *[other] Andere kantoren bieden { $n } aanvragen aan.
    }
manager-waits-quarantine =
    { $n ->
        [one] Eén aanmelding ligt apart: kijk ernaar.
       *[other] { $n } aanmeldingen liggen apart: kijk ernaar.
    }
manager-waits-duplicates =
    { $n ->
        [one] Twee aanvragen lijken over dezelfde mensen te gaan.
       *[other] { $n } keer lijken twee aanvragen over dezelfde mensen te gaan.
    }
manager-waits-transfer-offered =
    { $n ->
        [one] Eén aanvraag wacht op een ander kantoor.
       *[other] { $n } aanvragen wachten op een ander kantoor.
    }
manager-waits-unfilled =
    { $n ->
        [one] Voor één aanvraag is niet op tijd iemand gevonden.
       *[other] Voor { $n } aanvragen is niet op tijd iemand gevonden.
    }
manager-waits-frozen =
    { $n ->
        [one] Eén coördinator heeft misschien een band: kijk ernaar.
       *[other] { $n } coördinatoren hebben misschien een band: kijk ernaar.
    }
manager-waits-searching =
    { $n ->
        [one] Voor één aanvraag moet een coördinator gevraagd worden.
       *[other] Voor { $n } aanvragen moet een coördinator gevraagd worden.
    }
manager-waits-confirm =
    { $n ->
        [one] Eén hoofdpersoon zegt of de coördinator past.
       *[other] { $n } hoofdpersonen zeggen of de coördinator past.
    }
manager-waits-no-coordinator =
    { $n ->
        [one] Eén conferentie heeft nu geen coördinator.
       *[other] { $n } conferenties hebben nu geen coördinator.
    }
manager-waits-contested =
    { $n ->
        [one] Eén kring is het niet eens met het teruggestuurde plan: beslis.
       *[other] { $n } kringen zijn het niet eens met het teruggestuurde plan: beslis.
    }
manager-waits-overdue =
    { $n ->
        [one] Eén conferentie is ergens te laat mee.
       *[other] { $n } conferenties zijn ergens te laat mee.
    }
manager-waits-to-tell =
    { $n ->
        [one] Het kantoor moet iemand iets vertellen.
       *[other] Het kantoor moet { $n } dingen aan mensen vertellen.
    }
manager-waits-validate =
    { $n ->
        [one] Eén registratie kan worden nagekeken.
       *[other] { $n } registraties kunnen worden nagekeken.
    }
manager-waits-lock =
    { $n ->
        [one] Eén registratie kan op slot.
       *[other] { $n } registraties kunnen op slot.
    }
manager-waits-claims =
    { $n ->
        [one] Eén declaratie kan worden goedgekeurd.
       *[other] { $n } declaraties kunnen worden goedgekeurd.
    }
manager-waits-pay =
    { $n ->
        [one] Eén goedgekeurde declaratie is nog niet als betaald genoteerd.
       *[other] { $n } goedgekeurde declaraties zijn nog niet als betaald genoteerd.
    }
manager-waits-letters =
    { $n ->
        [one] Eén ding kwam binnen Kring niet door: probeer het opnieuw.
       *[other] { $n } dingen kwamen binnen Kring niet door: probeer ze opnieuw.
    }
manager-waits-more = Er kunnen er meer zijn.
