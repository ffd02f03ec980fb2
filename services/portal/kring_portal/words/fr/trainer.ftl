# La page du formateur.
trainer-lead = Ce qui vient, et qui était là.
trainer-attendance = Chaque jour compte. Notez qui était là ; noter à nouveau remplace ce qui était noté.
