# The words of codes: roles, stages, steps.
role-main-person = hoofdpersoon
role-legal-representative = wettelijk vertegenwoordiger
role-circle-member = lid van de kring
role-coordinator = coördinator
role-candidate = kandidaat
role-regional-manager = regiomanager
role-requester = verwijzer
role-mandated-professional = gemandateerde professional
role-information-giver = informatiegever
role-safety-officer = aandachtsfunctionaris veiligheid
role-funder = financier
role-researcher = onderzoeker
role-other-office = ander kantoor
role-operator = beheerder van het systeem
role-trainer = trainer
role-supervisor = begeleider
role-administrator = beheerder van accounts
