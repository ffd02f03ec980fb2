# De kamer van wie de kring informeert.
information-giver-lead = Hier vindt u de conferenties waarin u de kring vertelt wat u weet.
information-giver-sheet = Informeren, antwoorden, weggaan
information-giver-inform = Informeren
information-giver-inform-more = Vertel wat u weet, in gewone woorden. Geef geen advies en breng geen plan mee.
information-giver-answer = Antwoorden
information-giver-answer-more = Antwoord op wat de kring vraagt. Weet u het niet? Zeg dat dan.
information-giver-leave = Weggaan
information-giver-leave-more = Zijn er geen vragen meer, dan gaat u weg. De kring maakt het plan alleen.
information-giver-invited = U bent gevraagd om te komen. Zeg tegen de coördinator of u komt.
information-giver-no-needs = De kring schreef nog geen vraag voor u op. Komt er een, dan vertelt de coördinator het u.
information-giver-read = Lezen wat van het plan voor mij is
