# De kamer van wie werkbegeleiding geeft.
supervisor-title = Wie ik steun
supervisor-lead = Mensen in, of vlak voor, hun eerste conferentie met steun.
supervisor-nobody = Nu is er niemand die een eerste conferentie doet.
supervisor-others = Verder op weg
supervisor-work-only = Een evaluatie gaat over het werk. Of er een plan kwam, telt niet mee.
supervisor-nothing-to-evaluate = De eerste conferentie is nog niet geweest. Daarna kunt u haar evalueren.
people-field-supported-case = Over welke conferentie ging het?
