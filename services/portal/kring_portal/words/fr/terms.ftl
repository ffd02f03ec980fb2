# The words of codes: roles, stages, steps.
role-main-person = personne principale
role-legal-representative = représentant légal
role-circle-member = membre du cercle
role-coordinator = coordinateur
role-candidate = candidat
role-regional-manager = responsable régional
role-requester = demandeur
role-mandated-professional = professionnel mandaté
role-information-giver = informateur
role-safety-officer = responsable sécurité
role-funder = financeur
role-researcher = chercheur
role-other-office = autre bureau
role-operator = exploitant
role-trainer = formateur
role-supervisor = superviseur
role-administrator = administrateur
