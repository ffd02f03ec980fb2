# Ce qui ne va pas dans un champ, dit à côté et en haut de la page ; `n` est le nombre qui compte.
wrong-title = Pas encore correct :
wrong-summary = { $n ->
    [one] Une chose n’est pas encore correcte
   *[other] { $n } choses ne sont pas encore correctes
}
wrong-missing = Remplissez ce champ.
wrong-too-short = C’est trop court.
wrong-too-long = C’est trop long. Il y a place pour { $n } caractères au plus.
wrong-choice = Choisissez dans la liste.
wrong-too-few = Choisissez ou remplissez-en au moins { $n }.
wrong-too-many = C’est trop. Il y a place pour { $n } au plus.
wrong-too-small = C’est trop bas. Il faut { $n } ou plus.
wrong-too-large = C’est trop élevé. Il faut { $n } ou moins.
wrong-email = Ce n’est pas une adresse e-mail. Un exemple : nom@exemple.org.
wrong-phone = Ce n’est pas un numéro de téléphone. Un exemple : 030 123 45 67.
wrong-reference = Utilisez au plus 64 lettres, chiffres et signes.
wrong-language = Ce n’est pas une langue. Choisissez dans la liste.
wrong-day = Ce n’est pas un jour. Un exemple : 23 11 2026.
wrong-moment = Ce n’est pas un jour avec une heure. Remplissez les deux.
wrong-hour = Ce n’est pas une heure. Un exemple : 14:30.
wrong-number = Ce n’est pas un nombre. Utilisez des chiffres.
wrong-address = Ce n’est pas l’adresse d’un site. Elle commence par https.
wrong-form = Ce n’est pas écrit comme il faut. Regardez ce qui est dit à côté du champ.
wrong-other = Ce n’est pas encore correct. Regardez encore une fois.
