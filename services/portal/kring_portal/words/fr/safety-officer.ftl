# La pièce du responsable de la sécurité.
safety-officer-title = Un signal de danger
safety-officer-lead = Le responsable régional vous a transmis un signal. Ouvrez-le avec son numéro.
safety-officer-number = Numéro du signal
safety-officer-number-help = Le responsable régional vous donne le numéro. Il ne contient pas de nom.
safety-officer-wrong = Un numéro a 32 chiffres et lettres de a à f. Regardez encore une fois.
safety-officer-open = Ouvrir le signal
safety-officer-logged = Il est noté qui ouvre un signal, et quand. Cela protège la personne concernée, et vous.
safety-officer-emergency = Il n'est pas à vous, et cela ne peut pas attendre ?
safety-officer-case = Numéro du dossier
safety-officer-close-lead = Est-ce réglé ? Choisissez ce qui en est advenu.
safety-officer-do-close-safety-signal = Fermer le signal
safety-officer-field-outcome = Qu'en est-il advenu ?
