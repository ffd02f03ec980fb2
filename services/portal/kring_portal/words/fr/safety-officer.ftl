# La pièce du responsable de la sécurité.
safety-officer-title = Signaux de danger
safety-officer-lead = Ces signaux, le responsable régional vous les a transmis. Le plus urgent est en haut.
safety-officer-open-ones = Ce qui attend encore
safety-officer-settled-ones = Ce qui est réglé
safety-officer-signal = Signal { $number }
safety-officer-since =
    { $n ->
        [0] Signalé aujourd'hui
        [1] Signalé hier
       *[other] Signalé il y a { $n } jours
    }
safety-officer-none = Aucun signal ne vous attend maintenant.
safety-officer-none-settled = Aucun signal à vous n'est encore réglé.
safety-officer-by-number = Ouvrir avec un numéro
safety-officer-number = Numéro du signal
safety-officer-number-help = Le responsable régional vous donne le numéro. Il ne contient pas de nom.
safety-officer-wrong = Un numéro a 32 chiffres et lettres de a à f. Regardez encore une fois.
safety-officer-open = Ouvrir le signal
safety-officer-logged = Il est noté qui ouvre un signal, et quand. Cela protège la personne concernée, et vous.
safety-officer-emergency = Il n'est pas à vous, et cela ne peut pas attendre ?
safety-officer-case = Numéro de la demande
safety-officer-close-lead = Est-ce réglé ? Choisissez ce qui en est advenu.
safety-officer-do-close-safety-signal = Fermer le signal
safety-officer-field-outcome = Qu'en est-il advenu ?
