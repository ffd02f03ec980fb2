# De kamer van de trainer.
trainer-lead = Wat er komt, en wie er was.
trainer-attendance = Elke dag telt. Noteer wie er was; nog een keer noteren vervangt wat er stond.
