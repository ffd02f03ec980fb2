# The room of who informs the circle.
information-giver-lead = Here you find the conferences in which you tell the circle what you know.
information-giver-sheet = Inform, answer, leave
information-giver-inform = Inform
information-giver-inform-more = Tell what you know, in plain words. Give no advice, and bring no plan.
information-giver-answer = Answer
information-giver-answer-more = Answer what the circle asks. You do not know it? Then say that.
information-giver-leave = Leave
information-giver-leave-more = When there are no more questions you leave. The circle makes its plan alone.
information-giver-invited = You were asked to come. Tell the coordinator whether you do.
information-giver-no-needs = The circle has not written a question for you yet. The coordinator tells you when it does.
information-giver-read = Read what of the plan is for me
