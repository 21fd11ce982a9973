carrying-link = Take answers from an earlier round
carrying-admin-title = Answers from an earlier round for { $round }
carrying-admin-text = What departments submitted last in an earlier round of the same questionnaire can start their responses in this one. Every answer that comes along is marked, and its people confirm or change it before they can submit. Only responses that nobody has begun are started. Departments that are asked later get theirs when they first open it. Exports say for each answer whether it is the same, changed or new since then.
carrying-from = Take answers from
carrying-known = The answers of this round come from { $from }. Doing it again starts the responses that were added since.
carrying-would = What would come along from { $from }
carrying-started = Responses that are started
carrying-answers = Answers that come along
carrying-silent = Not begun, and nothing to come along
carrying-begun = Begun already, left as they are
carrying-answers-caption = Answers that come along, by question
carrying-changed = What changed in the question
carrying-left-caption = Answers that do not come along
carrying-left-unasked = The question is not asked any more, or cannot take the answer.
carrying-left-own = Files and acknowledgements are given anew each time.
carrying-warning = People see the answers as soon as they open their response. They are not written to.
carrying-button = Start the responses with these answers
carrying-none = There is no earlier round of the same questionnaire.
carrying-closed = The round is closed: nothing can come along any more.
carrying-other = Somebody else took answers from another round meanwhile. Nothing was changed by you; below is what holds now.
carrying-done = { $count ->
    [one] { $count } response was started.
   *[other] { $count } responses were started.
}
carrying-mark = From { $round }: please confirm or change
carrying-title = Answers from { $round }
carrying-text = Your department gave these answers then. Look at them section by section: confirm what still holds, and change what does not. You can submit when none is left.
carrying-first = { $count ->
    [one] Confirm { $count } answer from before
   *[other] Confirm { $count } answers from before
}
carrying-count = { $count ->
    [one] { $count } answer to confirm
   *[other] { $count } answers to confirm
}
carrying-confirm-section = Confirm all as they are
carrying-look = Look at the section
carrying-each = Show these answers one by one
carrying-page = { $count ->
    [one] { $count } answer on this page comes from { $round }. Change it if it no longer holds, then save and confirm.
   *[other] { $count } answers on this page come from { $round }. Change those that no longer hold, then save and confirm.
}
carrying-confirm-page = { $count ->
    [one] Save and confirm the answer from before
   *[other] Save and confirm all { $count } answers from before
}
audit-round-carry = Answers taken from an earlier round
audit-response-carry = Response started with earlier answers
