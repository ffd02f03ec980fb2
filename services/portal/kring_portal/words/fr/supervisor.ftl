# La page du superviseur.
supervisor-title = Qui je soutiens
supervisor-lead = Des personnes dans, ou juste avant, leur première conférence avec soutien.
supervisor-nobody = Personne ne fait une première conférence maintenant.
supervisor-others = Aussi en route
supervisor-work-only = Une évaluation porte sur le travail. Qu'un plan en soit sorti ne compte pas.
supervisor-nothing-to-evaluate = La première conférence n'a pas encore eu lieu. Vous pourrez l'évaluer ensuite.
people-field-supported-case = De quelle conférence s'agissait-il ?
