# La pièce de qui informe le cercle.
information-giver-lead = Vous trouvez ici les conférences où vous dites au cercle ce que vous savez.
information-giver-sheet = Informer, répondre, partir
information-giver-inform = Informer
information-giver-inform-more = Dites ce que vous savez, avec des mots simples. Ne donnez pas de conseil et n'apportez pas de plan.
information-giver-answer = Répondre
information-giver-answer-more = Répondez à ce que le cercle demande. Vous ne savez pas ? Alors dites-le.
information-giver-leave = Partir
information-giver-leave-more = Quand il n'y a plus de questions, vous partez. Le cercle fait son plan seul.
information-giver-invited = On vous a demandé de venir. Dites au coordinateur si vous venez.
information-giver-no-needs = Le cercle n'a pas encore écrit de question pour vous. S'il y en a une, le coordinateur vous le dit.
information-giver-read = Lire ce qui est pour moi dans le plan
