# The supervisor's room.
supervisor-title = Whom I support
supervisor-lead = People in, or just before, their first conference with support.
supervisor-nobody = Nobody does a first conference now.
supervisor-others = Further on the way
supervisor-work-only = An evaluation is about the work. Whether a plan came of it does not count.
supervisor-nothing-to-evaluate = The first conference is not over yet. Evaluate it when it is.
people-field-supported-case = Which conference was it about?
