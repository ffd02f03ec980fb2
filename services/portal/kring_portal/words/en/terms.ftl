# The words of codes: roles, stages, steps.
role-main-person = main person
role-legal-representative = legal representative
role-circle-member = circle member
role-coordinator = coordinator
role-candidate = candidate
role-regional-manager = regional manager
role-requester = referrer
role-mandated-professional = mandated professional
role-information-giver = information giver
role-safety-officer = safety officer
role-funder = funder
role-researcher = researcher
role-other-office = other office
role-operator = operator
role-trainer = trainer
role-supervisor = supervisor
role-administrator = administrator
