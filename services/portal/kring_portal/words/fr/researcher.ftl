# La page du chercheur.
researcher-title = Chiffres de { $year }
researcher-offices = De ces bureaux ensemble : { $offices }.
researcher-few = « Trop peu » : un nombre sous dix, ou un reste sous dix, est omis. Compter peu de gens, c'est les désigner. Zéro aussi est omis.
researcher-closed = Cette année n'est pas encore ouverte : elle n'est pas finie, ou tous les bureaux ne l'ont pas publiée.
researcher-not-found = De cette année, rien n'est compté ici.
researcher-download = Ces chiffres en fichier (CSV)
