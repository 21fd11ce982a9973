# The coordinator's desk: who is asked for what, and how far they are.

coordinator-rounds = Rounds
coordinator-deadline = Answer by { $deadline }
coordinator-next-wait = The round has not begun yet.
coordinator-next-invite = Next: invite your departments.
coordinator-next-follow = Next: follow your departments and remind those that are late.
coordinator-next-review = Next: review what was submitted.
coordinator-next-sign = Next: write and sign off your region’s answer.
coordinator-next-over = The round takes no more answers.
coordinator-invite = Invite departments
coordinator-answer = The region’s answer
coordinator-not-open = This round does not take answers now, so nobody can be invited, reminded or given a section. Everything that was answered is kept.

coordinator-departments = Departments
coordinator-totals = { $asked } asked, { $submitted } submitted, { $accepted } accepted, { $returned } returned, { $overdue } overdue
coordinator-remind-overdue = { $count ->
    [one] Remind the department that is overdue
   *[other] Remind the { $count } departments that are overdue
}
coordinator-matrix = Departments and sections
coordinator-matrix-text = A row for each department, a column for each section. Choose a department to give its sections to people and to set dates. Times are in UTC.
coordinator-due = Next due
coordinator-ready = { $ready } of { $asked } ready
coordinator-people = { $count ->
    [one] { $count } person invited
   *[other] { $count } people invited
}
coordinator-nobody = Nobody is invited
coordinator-review = Review the answers
coordinator-total = All departments
coordinator-legend = Sections
coordinator-none-yet = No department of your region is asked yet.
coordinator-overdue = Overdue
coordinator-unasked = answered without being asked

coordinator-state-not-asked = Not asked
coordinator-state-not-relevant = Does not apply
coordinator-state-not-started = Not started
coordinator-state-in-progress = In progress
coordinator-state-complete = Complete
coordinator-state-submitted = Submitted
coordinator-state-returned = Returned
coordinator-state-accepted = Accepted

coordinator-done-invited = { $count ->
    [one] { $count } invitation is on its way.
   *[other] { $count } invitations are on their way.
}
coordinator-done-reminded = { $count ->
    [0] Nobody was reminded.
    [one] { $count } person was reminded.
   *[other] { $count } people were reminded.
}
coordinator-done-soon = { $count ->
    [one] { $count } person was reminded in the last 20 hours already, and is not written to again so soon.
   *[other] { $count } people were reminded in the last 20 hours already, and are not written to again so soon.
}
coordinator-done-unwanted = { $count ->
    [one] { $count } person wants no reminders, or cannot sign in. A call may help.
   *[other] { $count } people want no reminders, or cannot sign in. A call may help.
}
coordinator-done-changed = The change was made, and whoever it concerns was told by mail.
coordinator-done-withdrawn = The department is not asked for this section any more. What it answered there is kept.
coordinator-done-sent = A new link is on its way. Earlier links no longer work.
coordinator-done-revoked = The invitation was revoked. What this person saw to is the department’s again.

coordinator-choose-title = Which departments?
coordinator-choose-text = Choose one or several. On the next page you say whom to write to, which sections they are asked for, and until when.
coordinator-choose-known = Departments of your region
coordinator-choose-new = A new department
coordinator-choose-new-hint = By its type: the sections that fit it are suggested. You give it a name on the next page.
coordinator-choose-button = Continue
coordinator-already = asked already
coordinator-already-text = This department is asked already. Invite more people, or ask it for further sections here. Dates that were set stay; you change them on the department’s page. Somebody who was invited before gets a new link.
coordinator-invite-text = Everybody gets a mail of their own, in their language, with a link that works once. The round’s deadline for your region is { $deadline } (UTC).
coordinator-invite-button = Send the invitations
coordinator-new-department = New department
coordinator-name = Name of the department
coordinator-names = Its name in other languages
coordinator-kind-choose = Choose a type
coordinator-whom = Whom to write to
coordinator-whom-hint = One address is enough. Several people can answer together. Empty rows are ignored.
coordinator-person = Person { $number }
coordinator-email = E-mail address
coordinator-more-people = Another person
coordinator-sections = Sections
coordinator-sections-hint = They are asked for these. The others stay open to them, and nothing in them is required.
coordinator-suggested = Suggested for this type of department
coordinator-due-optional = Due date (optional)
coordinator-due-hint = At the latest { $day }, the deadline. Without a date the deadline applies.
coordinator-message = Your message (optional)
coordinator-message-hint = It goes into every invitation as you write it; the text around it is in each person’s language.

coordinator-wrong-twice = “{ $value }” is in this form twice
coordinator-wrong-department = This department is not one of your region any more
coordinator-wrong-name = Enter the name of the department
coordinator-wrong-name-long = Enter a name of at most 200 characters, on one line
coordinator-wrong-name-taken = Your region has a department “{ $value }” already: choose it on the page before
coordinator-wrong-kind = Choose a type
coordinator-wrong-email = “{ $value }” is no e-mail address
coordinator-wrong-email-missing = Enter the e-mail address of { $value }
coordinator-wrong-doubled = “{ $value }” is here twice
coordinator-wrong-language = “{ $value }” is no language that mails are written in
coordinator-wrong-no-people = Enter at least one e-mail address
coordinator-wrong-sections = Choose at least one section
coordinator-wrong-due = “{ $value }” is no date
coordinator-wrong-due-past = The due date is over
coordinator-wrong-due-late = The due date is after your region’s deadline
coordinator-wrong-message = Shorten the text
coordinator-wrong-stale = Somebody changed this section since you opened the page. Nothing was overwritten: compare, then save again or leave it.
coordinator-wrong-submitted = The department has submitted meanwhile, so its sections stay as they are. Return the response if something has to be corrected.
coordinator-wrong-last = It is the only section that this department is asked for. Revoke its invitations instead.
coordinator-wrong-person = This person is not invited for the department any more

coordinator-people-title = People
coordinator-invited = Invited { $at }, not opened yet
coordinator-opened = Opened { $at }
coordinator-expires = link works until { $at }
coordinator-revoked = Revoked { $at }
coordinator-reminded = Reminded { $at }.
coordinator-reminded-soon = Not again before 20 hours have passed.
coordinator-sees-to = { $count ->
    [one] Sees to { $count } section
   *[other] Sees to { $count } sections
}
coordinator-resend = Send the link again
coordinator-revoke = Revoke the invitation
coordinator-remind = Remind this department
coordinator-add-people = Invite more people of this department
coordinator-sections-text = A section can be for the whole department, for one person, or be handed to another department. Whoever it concerns is told by mail.
coordinator-for = For { $who }
coordinator-for-you = For you
coordinator-for-department = For the whole department
coordinator-other-department = Hand over to another department
coordinator-due-by = due { $due }
coordinator-not-asked-text = Not asked; open to the department all the same
coordinator-answered = Last answered { $at }
coordinator-given-by = Set by { $who }, { $at }
coordinator-change = Change
coordinator-ask = Ask for this section
coordinator-who = Who sees to it
coordinator-note = Note for them (optional)
coordinator-save = Save
coordinator-withdraw = Ask for it no longer
coordinator-withdraw-text = The section stays open to the department, but nothing in it is required.
coordinator-withdraw-kept = The department has answers in this section. They are kept and stay in its response; nothing further is required of it.
coordinator-theirs = As it stands now
coordinator-yours = As you typed it

coordinator-others-title = Also open to you, optional
coordinator-others-text = Your department was not asked for these sections. You may answer them; nothing in them is required.

mail-invitation-words = { $who } writes:
mail-invitation-sections = You are asked for these sections; the others stay open to you:
mail-notice-subject-withdrawn = { $round }: “{ $what }” is no longer yours to answer
mail-notice-text-withdrawn = somebody else sees to “{ $what }” in “{ $round }” now, or { $whom } is not asked for it any more. What was answered there is kept.
link-open-whose = This invitation was sent to { $email }, to answer for { $department }. Whoever opens it answers as this person. If it was forwarded to you, ask your region’s coordinator for an invitation of your own.
coordinator-merge-signed = This region has an answer of its own in { $value }, so it stays. Merge the other one into it
mail-kind-withdrawn = Section withdrawn
