# Le bureau du responsable régional : aujourd’hui, le tableau et les listes.
manager-about = En bref
manager-acceptor = Qui vérifie le plan
manager-acceptor-lead = Nommez un professionnel qui vérifie si le plan est sûr et légal.
manager-agreement = Accord
manager-amount = Montant
manager-and = et
manager-answer-by = réponse avant le { $day }
manager-answers = Réponses
manager-answers-counted =
    { $waiting ->
        [0] { $n } personnes, { $yes } viennent
       *[other] { $n } personnes, { $yes } viennent, { $waiting } sans réponse
    }
manager-asked-sealed = Vous lirez ce qui a été dit une fois la demande prise en charge.
manager-asked-title = Une demande sur les données de quelqu’un
manager-authority-told = L’autorité est informée.
manager-back-to-request = Retour à la demande
manager-beside-title = Deux demandes côte à côte
manager-breach-found = Constatée le { $day }
manager-breach-people =
    { $n ->
        [one] Environ { $n } personne.
       *[other] Environ { $n } personnes.
    }
manager-breaches-title = Fuites de données
manager-briefings = Séances d’information
manager-change = Modifier
manager-check-done = fait
manager-check-open = à faire
manager-checklist = Ce qu’il faut avant le jour
manager-choose = Choisissez
manager-circle = Qui participe
manager-circle-lead = Où en est chacun. Les noms et ce qui a été dit restent entre eux et le coordinateur.
manager-claim = Indemnité
manager-claim-lines = Composition du montant
manager-claim-to-set = Le bureau doit d’abord fixer ses tarifs.
manager-claims-lead = Examinez, approuvez et notez le paiement des indemnités.
manager-claims-title = Indemnités
manager-clock-asked = Répondre à quelqu’un sur ses données
manager-clock-breach = Évaluer ou signaler une fuite
manager-clock-consent = Les personnes peuvent dire oui, demande
manager-clock-legal = Dernier jour légal, demande
manager-clock-proposal = Réponse d’un coordinateur, demande
manager-clock-quarantine = Examiner une demande mise à part
manager-clocks = Délais en cours
manager-clocks-lead = Les deux prochaines semaines. Un délai lie le bureau, jamais la famille.
manager-clocks-none = Rien n’expire dans les deux semaines.
manager-col-about = Sujet
manager-col-ground = Motif
manager-col-now = Maintenant
manager-col-received = Reçue le
manager-col-request = Demande
manager-col-said = Réponse
manager-col-stage = Étape
manager-col-type = Type
manager-col-what = Quoi
manager-col-when = Quand
manager-col-who = Qui
manager-column-new = Nouvelles
manager-column-consent = Demander l’accord
manager-column-accept = Prêtes à accepter
manager-column-coordinator = Trouver un coordinateur
manager-column-conference = Conférence
manager-column-all = Tout afficher
manager-compare = Comparer les deux
manager-conferences-before = Avant le jour
manager-conferences-day = Le jour même
manager-conferences-after = Tenues
manager-conferences-off = Non tenues
manager-conferences-overdue = En retard
manager-conference-title = Conférence
manager-cut = plafonné
manager-day = Jour
manager-days-open =
    { $n ->
        [one] ouvert depuis { $n } jour
       *[other] ouvert depuis { $n } jours
    }
manager-decide = Décider
manager-do-agree = Noter un accord
manager-do-brief = Noter une séance d’information
manager-do-accept-transfer = Reprendre
manager-do-refuse-transfer = Ne pas reprendre
manager-do-answer-person = C’est la réponse
manager-do-approve-claim = Approuver
manager-do-assess-signal = Examiné : degré d’urgence
manager-do-close-breach = Clôturer
manager-do-close-signal = Régler
manager-do-dismiss-duplicate = Ce sont d’autres personnes
manager-do-end-partnership = Ils ne travaillent plus avec nous
manager-do-extend = Prendre deux mois de plus
manager-do-merge = Même demande : continuer comme { $other }
manager-do-note-breach = Noter une fuite
manager-do-note-payment = C’est payé
manager-do-pass-on = Transmettre au responsable sécurité
manager-do-reject-quarantined = Ne pas accepter
manager-do-release = Accepter, tel que masqué
manager-do-release-mended = Corriger d’abord, puis accepter
manager-do-report-breach = Qui est informé
manager-do-retry = Réessayer
manager-do-return-claim = Renvoyer
manager-do-take-up = Je m’en occupe
manager-does-not-apply = sans objet
manager-elsewhere = Toutes les rubriques
manager-elsewhere-case = une demande de { $office }
manager-emergencies-title = Urgences
manager-ended = Ce qui est terminé
manager-erasure-help = Un effacement accordé est exécuté partout aussitôt.
manager-filter = Afficher
manager-filter-all = tout
manager-filter-held = Attend une personne
manager-filter-held-all = peu importe
manager-filter-held-any = seulement ce qui attend
manager-filter-stage = Étape
manager-from-until = du { $since } au { $until }
manager-group-office = Au bureau
manager-group-people = Les personnes d’abord
manager-group-requests = Demandes
manager-group-under-way = En cours
manager-held-on = Tenue le
manager-hours-left =
    { $n ->
        [one] Encore { $n } heure.
       *[other] Encore { $n } heures.
    }
manager-hours-minutes = { $hours } h { $minutes } min
manager-hours-over = Les 72 heures sont écoulées.
manager-kilometres = { $n } km
manager-last-day = Dernier jour pour répondre
manager-last-on = la dernière le { $day }
manager-left-days =
    { $n ->
        [one] encore { $n } jour
       *[other] encore { $n } jours
    }
manager-left-hours =
    { $n ->
        [one] encore { $n } heure
       *[other] encore { $n } heures
    }
manager-left-over =
    { $n ->
        [one] est dépassé
       *[other] dépassé de { $n } jours
    }
manager-legal-until = la loi : { $day }
manager-letter-tries =
    { $n ->
        [one] Essayé une fois, en attente depuis { $day }.
       *[other] Essayé { $n } fois, en attente depuis { $day }.
    }
manager-letter-unknown = Un message d’un autre genre.
manager-letter-where = Ceci n’est pas passé : { $where }
manager-letters-lead = Ce qu’une partie de Kring a dit à une autre sans succès. Rien n’est perdu : réessayez, et appelez votre opérateur si cela persiste.
manager-letters-none = Tout est passé.
manager-letters-title = Ce qui n’est pas passé
manager-merge-help = Une fusion peut être annulée plus tard. Personne hors du bureau n’apprend la ressemblance.
manager-merged-already = Ces deux demandes sont fusionnées.
manager-next-information-talk = Mener l’entretien
manager-next-received = Voir de quoi il s’agit
manager-next-triaged = Demander aux personnes
manager-next-awaiting-consent = Noter oui ou non
manager-next-consented = Accepter
manager-next-awaiting-funding = Attendre le financeur
manager-no = non
manager-no-coordinator = personne ne coordonne
manager-no-plan = pas encore de plan
manager-not-known = inconnu
manager-open-request = Ouvrir la demande
manager-outcome = Issue
manager-part = Rôle
manager-partner-change = Modifier un partenaire
manager-partner-left = ne travaille plus avec nous
manager-partner-new = Nouveau partenaire
manager-partner-pays = finance
manager-partner-refers = oriente
manager-partners-lead = Les organisations qui orientent ou financent, et les accords.
manager-partners-title = Partenaires
manager-paused = en attente
manager-people-told = Les personnes sont informées.
manager-persons-every = Aussi ce qui a reçu réponse
manager-persons-how = Notez une nouvelle demande sur la page du dossier.
manager-persons-lead = Chacun peut demander ce qui est connu de lui. Chaque demande a une échéance.
manager-persons-open = Seulement ce qui est ouvert
manager-persons-title = Les personnes et leurs données
manager-plan = Plan
manager-plan-not-ours = Le plan appartient au cercle. Le bureau ne le lit pas.
manager-private-time = Temps privé. Rien n’en est connu ici, et il n’y a rien à faire.
manager-quarantine-from = De { $system }, le { $day }.
manager-quarantine-lead = Des demandes à examiner d’abord. Sans examen à temps, elles sont effacées et l’expéditeur est averti.
manager-quarantine-title = Demandes mises à part
manager-quarantine-until = Effacée le { $day } sans examen.
manager-quarantined-text = Ce qui a été envoyé ; les chiffres du numéro national sont *
manager-quarantined-title = Une demande mise à part
manager-received = Reçue
manager-reckoned = Calcul
manager-references = Références
manager-reg-waits-call = attend le dernier appel
manager-reg-waits-coordinator = le coordinateur remplit
manager-reg-waits-route = se remplit en route
manager-registrations-lead = Ils se remplissent seuls. Vérifiez et verrouillez ; ensuite ils ne changent plus.
manager-registrations-title = Enregistrements
manager-reject-help = L’expéditeur apprend pourquoi. Rien n’est conservé.
manager-requester = Demandé par
manager-review = Un plan renvoyé
manager-review-lead = Le cercle estime que son plan convient. Parlez aux deux, puis décidez.
manager-search = Chercher
manager-search-help = Un nom, une référence ou un numéro. Deux mots trouvent mieux qu’un.
manager-search-logged = Il est noté que vous cherchez, jamais quoi. Seules les demandes de votre bureau sont trouvées.
manager-search-more = Il y en a d’autres. Précisez le nom.
manager-search-none = Rien trouvé.
manager-search-short = Tapez au moins deux caractères.
manager-search-title = Chercher une demande
manager-search-wide = Beaucoup portent ce nom. Ajoutez un mot.
manager-signal-by = Signalé par : { $who }.
manager-signal-title = Une inquiétude sur la sécurité
manager-signals-lead = Une inquiétude passe d’abord. Vous seul et le responsable sécurité la lisez.
manager-signals-title = Inquiétudes sur la sécurité
manager-since = depuis le { $day }
manager-status-to = Qui est tenu au courant
manager-strength = semblables à { $n } %
manager-take-over = Reprendre une conférence en cours
manager-take-over-lead = À partir de vos dossiers. Ce qui s’est passé avant n’est plus annoncé.
manager-today-nothing = Rien ne vous attend.
manager-today-silent = Une partie de Kring ne répond pas ; il peut manquer quelque chose. Rien n’est perdu.
manager-today-title = Aujourd’hui
manager-total = Total
manager-transfer-from = Proposée par { $office }
manager-transfers-in = Proposées à nous
manager-transfers-lead = Une demande change de bureau si les deux disent oui. Les noms ne suivent qu’alors.
manager-transfers-out = Proposées par nous
manager-transfers-title = Entre bureaux
manager-travelled = Déplacements
manager-worked = Travail
manager-waits-signals-acute =
    { $n ->
        [one] Une inquiétude urgente est ouverte.
       *[other] { $n } inquiétudes urgentes sont ouvertes.
    }
manager-waits-signals-concern =
    { $n ->
        [one] Une inquiétude est ouverte.
       *[other] { $n } inquiétudes sont ouvertes.
    }
manager-waits-breaches =
    { $n ->
        [one] Une fuite de données n’est pas clôturée.
       *[other] { $n } fuites ne sont pas clôturées.
    }
manager-waits-person-died =
    { $n ->
        [one] Un décès : une demande attend que vous ayez parlé aux autres.
       *[other] Un décès dans { $n } demandes : elles attendent que vous parliez aux autres.
    }
manager-waits-consent-divided =
    { $n ->
        [one] Désaccord dans une demande : parlez-leur.
       *[other] Désaccord dans { $n } demandes : parlez-leur.
    }
manager-waits-emergencies =
    { $n ->
        [one] Une consultation hors dossier, pour urgence.
       *[other] { $n } consultations hors dossier, pour urgence.
    }
manager-waits-asked =
    { $n ->
        [one] Une personne attend une réponse sur ses données.
       *[other] { $n } personnes attendent une réponse sur leurs données.
    }
manager-waits-information-talk =
    { $n ->
        [one] Une personne a demandé un entretien.
       *[other] { $n } personnes ont demandé un entretien.
    }
manager-waits-received =
    { $n ->
        [one] Une demande est arrivée : voyez de quoi il s’agit.
       *[other] { $n } demandes sont arrivées : voyez de quoi il s’agit.
    }
manager-waits-triaged =
    { $n ->
        [one] Dans une demande il faut demander l’accord.
       *[other] Dans { $n } demandes il faut demander l’accord.
    }
manager-waits-awaiting-consent =
    { $n ->
        [one] Une demande attend un oui ou un non.
       *[other] { $n } demandes attendent un oui ou un non.
    }
manager-waits-consented =
    { $n ->
        [one] Une demande peut être acceptée.
       *[other] { $n } demandes peuvent être acceptées.
    }
manager-waits-awaiting-funding =
    { $n ->
        [one] Une demande attend son financement.
       *[other] { $n } demandes attendent leur financement.
    }
manager-waits-transfers =
    { $n ->
        [one] Un autre bureau propose une demande.
       *[other] D’autres bureaux proposent { $n } demandes.
    }
manager-waits-quarantine =
    { $n ->
        [one] Une demande est mise à part : à examiner.
       *[other] { $n } demandes sont mises à part : à examiner.
    }
manager-waits-duplicates =
    { $n ->
        [one] Deux demandes semblent concerner les mêmes personnes.
       *[other] { $n } paires de demandes semblent concerner les mêmes personnes.
    }
manager-waits-transfer-offered =
    { $n ->
        [one] Une demande attend un autre bureau.
       *[other] { $n } demandes attendent un autre bureau.
    }
manager-waits-unfilled =
    { $n ->
        [one] Pour une demande personne n’a été trouvé à temps.
       *[other] Pour { $n } demandes personne n’a été trouvé à temps.
    }
manager-waits-frozen =
    { $n ->
        [one] Un coordinateur a peut-être un lien : à examiner.
       *[other] { $n } coordinateurs ont peut-être un lien : à examiner.
    }
manager-waits-searching =
    { $n ->
        [one] Pour une demande il faut solliciter un coordinateur.
       *[other] Pour { $n } demandes il faut solliciter un coordinateur.
    }
manager-waits-confirm =
    { $n ->
        [one] Une personne doit dire si le coordinateur convient.
       *[other] { $n } personnes doivent dire si le coordinateur convient.
    }
manager-waits-no-coordinator =
    { $n ->
        [one] Une conférence est sans coordinateur.
       *[other] { $n } conférences sont sans coordinateur.
    }
manager-waits-contested =
    { $n ->
        [one] Un cercle conteste le renvoi de son plan : décidez.
       *[other] { $n } cercles contestent le renvoi de leur plan : décidez.
    }
manager-waits-overdue =
    { $n ->
        [one] Une conférence est en retard.
       *[other] { $n } conférences sont en retard.
    }
manager-waits-to-tell =
    { $n ->
        [one] Le bureau doit dire quelque chose à quelqu’un.
       *[other] Le bureau doit dire { $n } choses à des personnes.
    }
manager-waits-validate =
    { $n ->
        [one] Un enregistrement peut être vérifié.
       *[other] { $n } enregistrements peuvent être vérifiés.
    }
manager-waits-lock =
    { $n ->
        [one] Un enregistrement peut être verrouillé.
       *[other] { $n } enregistrements peuvent être verrouillés.
    }
manager-waits-claims =
    { $n ->
        [one] Une indemnité peut être approuvée.
       *[other] { $n } indemnités peuvent être approuvées.
    }
manager-waits-pay =
    { $n ->
        [one] Une indemnité approuvée n’est pas notée comme payée.
       *[other] { $n } indemnités approuvées ne sont pas notées comme payées.
    }
manager-waits-letters =
    { $n ->
        [one] Une chose n’est pas passée dans Kring : réessayez.
       *[other] { $n } choses ne sont pas passées dans Kring : réessayez.
    }
manager-waits-more = Il peut y en avoir davantage.
