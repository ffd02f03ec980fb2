# The regional manager's desk: today, the board and the lists.
manager-about = At a glance
manager-acceptor = Who checks the plan
manager-acceptor-lead = Name a professional who checks whether the plan is safe and lawful.
manager-agreement = Agreement
manager-amount = Amount
manager-and = and
manager-answer-by = to be answered by { $day }
manager-answers = Answers
manager-answers-counted =
    { $waiting ->
        [0] { $n } people, { $yes } come
       *[other] { $n } people, { $yes } come, { $waiting } did not answer yet
    }
manager-asked-sealed = What they said can be read once you take it up.
manager-asked-title = A question about somebody's data
manager-authority-told = The authority was told.
manager-back-to-request = Back to the request
manager-beside-title = Two requests side by side
manager-breach-found = Found on { $day }
manager-breach-people =
    { $n ->
        [one] About { $n } person.
       *[other] About { $n } people.
    }
manager-breaches-title = Data breaches
manager-briefings = Briefings
manager-change = Change
manager-check-done = done
manager-check-open = open
manager-checklist = What has to be there before the day
manager-choose = Choose
manager-circle = Who takes part
manager-circle-lead = How far everybody is. Names, and what people said, are between them and the coordinator.
manager-claim = Claim
manager-claim-lines = How the amount is made up
manager-claim-to-set = The office has to set its rates before this can be approved.
manager-claims-lead = Look at what coordinators claim, approve it, and note it as paid.
manager-claims-title = Claims
manager-clock-asked = Answer somebody about their data
manager-clock-breach = Judge or report a data breach
manager-clock-consent = People can say yes, request
manager-clock-legal = The law's last day, request
manager-clock-proposal = A coordinator answers, request
manager-clock-quarantine = Look at a referral set apart
manager-clocks = Clocks that run
manager-clocks-lead = The next two weeks, soonest first. A clock binds the office, never the family.
manager-clocks-none = Nothing ends in the next two weeks.
manager-col-about = About
manager-col-ground = On what ground
manager-col-now = Now
manager-col-received = Came in
manager-col-request = Request
manager-col-said = Said
manager-col-stage = Where it stands
manager-col-type = Kind
manager-col-what = What
manager-col-when = When
manager-col-who = Who
manager-column-new = New
manager-column-consent = Asking the people
manager-column-accept = Ready to take on
manager-column-coordinator = Finding a coordinator
manager-column-conference = Conference
manager-column-all = Show all of these
manager-compare = Compare the two
manager-conferences-before = Before the day
manager-conferences-day = On the day
manager-conferences-after = Held
manager-conferences-off = Not held
manager-conferences-overdue = Late
manager-conference-title = Conference
manager-cut = cut by a limit
manager-day = Day
manager-days-open =
    { $n ->
        [one] open for { $n } day
       *[other] open for { $n } days
    }
manager-decide = Decide
manager-do-agree = Write down an agreement
manager-do-brief = Write down a briefing
manager-do-accept-transfer = Take it over
manager-do-refuse-transfer = Do not take it over
manager-do-answer-person = This is the answer
manager-do-approve-claim = Approve
manager-do-assess-signal = I looked at it: this pressing
manager-do-close-breach = Close
manager-do-close-signal = Settle it
manager-do-dismiss-duplicate = These are other people
manager-do-end-partnership = They do not work with us any more
manager-do-extend = Take two months more
manager-do-merge = Same request: go on as { $other }
manager-do-note-breach = Write down a breach
manager-do-note-payment = It was paid
manager-do-pass-on = Pass on to the safety officer
manager-do-reject-quarantined = Do not take it on
manager-do-release = Take it on, as it is masked
manager-do-release-mended = Mend it first, then take it on
manager-do-report-breach = Who was told
manager-do-retry = Try again
manager-do-return-claim = Give it back
manager-do-take-up = I take this up
manager-does-not-apply = does not apply
manager-elsewhere = All rooms
manager-elsewhere-case = a request of { $office }
manager-emergencies-title = Emergencies
manager-ended = What is over
manager-erasure-help = An erasure that you grant is carried out everywhere at once.
manager-filter = Show
manager-filter-all = all
manager-filter-held = Waits for a person
manager-filter-held-all = does not matter
manager-filter-held-any = only what waits
manager-filter-stage = Where it stands
manager-from-until = from { $since } until { $until }
manager-group-office = In the office
manager-group-people = People first
manager-group-requests = Requests
manager-group-under-way = Under way
manager-held-on = Held on
manager-hours-left =
    { $n ->
        [one] { $n } hour left.
       *[other] { $n } hours left.
    }
manager-hours-minutes = { $hours } h { $minutes } min
manager-hours-over = The 72 hours are over.
manager-kilometres = { $n } km
manager-last-day = Last day to answer
manager-last-on = last on { $day }
manager-left-days =
    { $n ->
        [one] { $n } day left
       *[other] { $n } days left
    }
manager-left-hours =
    { $n ->
        [one] { $n } hour left
       *[other] { $n } hours left
    }
manager-left-over =
    { $n ->
        [one] is over
       *[other] { $n } days over
    }
manager-legal-until = the law: { $day }
manager-letter-tries =
    { $n ->
        [one] Tried once, waits since { $day }.
       *[other] Tried { $n } times, waits since { $day }.
    }
manager-letter-unknown = A message of another kind.
manager-letter-where = This did not get through: { $where }
manager-letters-lead = What one part of Kring told another, and what could not be worked on. Nothing is lost: try it again, and call your operator when it stays.
manager-letters-none = Everything got through.
manager-letters-title = What did not get through
manager-merge-help = You can undo a merge later. Nobody outside the office hears that two requests looked alike.
manager-merged-already = These two were merged.
manager-next-information-talk = Hold the talk
manager-next-received = Look what it is about
manager-next-triaged = Ask the people
manager-next-awaiting-consent = Note yes or no
manager-next-consented = Take it on
manager-next-awaiting-funding = Hear from the funder
manager-no = no
manager-no-coordinator = nobody coordinates
manager-no-plan = no plan yet
manager-not-known = not known
manager-open-request = Open the request
manager-outcome = How it ended
manager-part = Part
manager-partner-change = Change a partner
manager-partner-left = works with us no more
manager-partner-new = A new partner
manager-partner-pays = pays
manager-partner-refers = refers
manager-partners-lead = Organisations that refer or pay, and what was agreed with them.
manager-partners-title = Partners
manager-paused = waits
manager-people-told = The people were told.
manager-persons-every = Also what was answered
manager-persons-how = Write a new one down on the page of the request.
manager-persons-lead = Everybody may ask what is known of them. Each question has a last day.
manager-persons-open = Only what is open
manager-persons-title = People and their data
manager-plan = Plan
manager-plan-not-ours = The plan is the circle's. The office does not read it.
manager-private-time = Private time. Nothing of it is known here, and nothing has to be done.
manager-quarantine-from = From { $system }, on { $day }.
manager-quarantine-lead = Referrals that a person has to look at first. Nobody looked in time? Then they are erased, and the sender hears it.
manager-quarantine-title = Referrals set apart
manager-quarantine-until = Erased on { $day } if nobody looks.
manager-quarantined-text = What was sent; digits of national numbers read *
manager-quarantined-title = A referral set apart
manager-received = Came in
manager-reckoned = How it was reckoned
manager-references = References
manager-reg-waits-call = waits for the last call
manager-reg-waits-coordinator = the coordinator fills it in
manager-reg-waits-route = fills itself on the way
manager-registrations-lead = They fill themselves. You check them and lock them; once locked they stand.
manager-registrations-title = Registrations
manager-reject-help = The sender hears why. Nothing of it is kept.
manager-requester = Asked by
manager-review = A plan that went back
manager-review-lead = The circle holds that its plan meets what was asked. Speak with both, then decide.
manager-search = Search
manager-search-help = A name, a reference, or a number. Two words of a name find more surely than one.
manager-search-logged = It is written down that you search, never for what. Only requests of your own office are found.
manager-search-more = There are older ones. Say more of the name.
manager-search-none = Nothing was found.
manager-search-short = Type two characters or more.
manager-search-title = Search a request
manager-search-wide = Many people are called that. Add another word of the name.
manager-signal-by = Raised by: { $who }.
manager-signal-title = A worry about safety
manager-signals-lead = Who worries is heard first. Only you and the safety officer read this.
manager-signals-title = Worries about safety
manager-since = since { $day }
manager-status-to = Who hears how a request stands
manager-strength = { $n }% alike
manager-take-over = Take over a running conference
manager-take-over-lead = From your own records. What happened before is not told to anybody again.
manager-today-nothing = Nothing waits for you.
manager-today-silent = A part of Kring does not answer now, so something may be missing here. Nothing is lost.
manager-today-title = Today
manager-total = In all
manager-transfer-from = Offered by { $office }
manager-transfers-in = Offered to us
manager-transfers-lead = A request changes offices only when both say yes. Names come with it only then.
manager-transfers-out = Offered by us
manager-transfers-title = Between offices
manager-travelled = Travelled
manager-worked = Worked
manager-waits-signals-acute =
    { $n ->
        [one] One acute worry about safety is open.
       *[other] { $n } acute worries about safety are open.
    }
manager-waits-signals-concern =
    { $n ->
        [one] One worry about safety is open.
       *[other] { $n } worries about safety are open.
    }
manager-waits-breaches =
    { $n ->
        [one] One data breach is not closed.
       *[other] { $n } data breaches are not closed.
    }
manager-waits-person-died =
    { $n ->
        [one] Somebody died: one request waits until you spoke with those who are left.
       *[other] Somebody died in { $n } requests: they wait until you spoke with those who are left.
    }
manager-waits-consent-divided =
    { $n ->
        [one] People disagree in one request: speak with them.
       *[other] People disagree in { $n } requests: speak with them.
    }
manager-waits-emergencies =
    { $n ->
        [one] Somebody looked once outside their own cases, for an emergency.
       *[other] { $n } times somebody looked outside their own cases, for an emergency.
    }
manager-waits-asked =
    { $n ->
        [one] One person waits for an answer about their data.
       *[other] { $n } people wait for an answer about their data.
    }
manager-waits-information-talk =
    { $n ->
        [one] One person asked for a talk first.
       *[other] { $n } people asked for a talk first.
    }
manager-waits-received =
    { $n ->
        [one] One request came in: look what it is about.
       *[other] { $n } requests came in: look what they are about.
    }
manager-waits-triaged =
    { $n ->
        [one] In one request the people have to be asked.
       *[other] In { $n } requests the people have to be asked.
    }
manager-waits-awaiting-consent =
    { $n ->
        [one] One request waits for a yes or a no.
       *[other] { $n } requests wait for a yes or a no.
    }
manager-waits-consented =
    { $n ->
        [one] One request can be taken on.
       *[other] { $n } requests can be taken on.
    }
manager-waits-awaiting-funding =
    { $n ->
        [one] One request waits for who pays.
       *[other] { $n } requests wait for who pays.
    }
manager-waits-transfers =
    { $n ->
        [one] Another office offers a request.
       *[other] Other offices offer { $n } requests.
    }
manager-waits-quarantine =
    { $n ->
        [one] One referral was set apart: look at it.
       *[other] { $n } referrals were set apart: look at them.
    }
manager-waits-duplicates =
    { $n ->
        [one] Two requests look like the same people.
       *[other] { $n } pairs of requests look like the same people.
    }
manager-waits-transfer-offered =
    { $n ->
        [one] One request waits for another office.
       *[other] { $n } requests wait for another office.
    }
manager-waits-unfilled =
    { $n ->
        [one] For one request nobody was found in time.
       *[other] For { $n } requests nobody was found in time.
    }
manager-waits-frozen =
    { $n ->
        [one] One coordinator may have a tie: look into it.
       *[other] { $n } coordinators may have a tie: look into it.
    }
manager-waits-searching =
    { $n ->
        [one] For one request a coordinator has to be asked.
       *[other] For { $n } requests a coordinator has to be asked.
    }
manager-waits-confirm =
    { $n ->
        [one] One main person says whether the coordinator suits them.
       *[other] { $n } main persons say whether the coordinator suits them.
    }
manager-waits-no-coordinator =
    { $n ->
        [one] One conference has no coordinator now.
       *[other] { $n } conferences have no coordinator now.
    }
manager-waits-contested =
    { $n ->
        [one] One circle disagrees that its plan went back: decide.
       *[other] { $n } circles disagree that their plan went back: decide.
    }
manager-waits-overdue =
    { $n ->
        [one] One conference is late with something.
       *[other] { $n } conferences are late with something.
    }
manager-waits-to-tell =
    { $n ->
        [one] The office has to tell somebody something.
       *[other] The office has to tell { $n } things to people.
    }
manager-waits-validate =
    { $n ->
        [one] One registration can be checked.
       *[other] { $n } registrations can be checked.
    }
manager-waits-lock =
    { $n ->
        [one] One registration can be locked.
       *[other] { $n } registrations can be locked.
    }
manager-waits-claims =
    { $n ->
        [one] One claim can be approved.
       *[other] { $n } claims can be approved.
    }
manager-waits-pay =
    { $n ->
        [one] One approved claim is not noted as paid.
       *[other] { $n } approved claims are not noted as paid.
    }
manager-waits-letters =
    { $n ->
        [one] One thing did not get through inside Kring: try it again.
       *[other] { $n } things did not get through inside Kring: try them again.
    }
manager-waits-more = There may be more.
