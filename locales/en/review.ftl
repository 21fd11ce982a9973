# Reviewing a response: queries about answers, returning, accepting, reopening.

review-title = Review: { $department }
review-back = All departments of the region
review-questionnaire = Questionnaire
review-submission = Submission
review-submission-of = Number { $revision }, { $when }
review-open-queries = Open queries
review-is-draft = This response has not been submitted. You see the draft as it stands now; it can still change.
review-is-returned = This response is with its department, which can correct it. You see its last submission.
review-is-archived = The round is archived: nothing can be asked or decided any more.
review-to-decision = Go to the decision
review-filters = Show
review-show-all = All
review-show-changed = Changed
review-show-queries = With queries
review-show-non-answers = Non-answers
review-compared = Compared with submission number { $revision }: what changed is marked with its earlier answer.
review-before = Before
review-now = Now
review-nothing = Nothing to show here.
review-gone = No longer answered
review-gone-text = These answers stood in submission number { $revision } and are not part of this one.
review-elsewhere = Queries about questions that are not asked any more
review-history = Decisions so far
review-history-none = Nothing has been decided yet.
review-decide = Your decision
review-return = Return it
review-return-text = The department gets your reasons by e-mail, corrects its answers and submits again. Nothing of what it wrote is lost.
review-reasons = Reasons
review-reasons-hint = What has to be corrected, in words that the department understands.
review-return-button = Return to the department
review-accept = Accept it
review-accept-text = The answers stand as they are and can be used in results. Answered queries are closed. The department is told.
review-accept-words = A word to the department
review-accept-button = Accept the response
review-blocked-link = Show them
review-reopen = Open it again
review-reopen-text = The response was accepted. Opened again, it goes back to its department, with your reasons, and is no longer part of accepted results until you accept it anew. This is recorded.
review-reopen-button = Open again
review-undecidable = There is nothing to decide now.
review-typed = What you typed was not kept. Here it is, so that you can copy it:
review-somebody = somebody
review-for-queries = Because of the open queries
review-was-returned = Returned (submission { $revision }).
review-was-accepted = Accepted (submission { $revision }).
review-was-reopened = Opened again (submission { $revision }).
review-was-requested = Correction asked for by the department (submission { $revision }).
review-done-returned = The response was returned. The department is told.
review-done-accepted = The response was accepted. The department is told.
review-done-reopened = The response was opened again. The department is told.
review-done-asked = The query was sent to the department.
review-return-for-queries = { $count ->
    [one] Return it because of the open query (no further reasons needed)
   *[other] Return it because of the { $count } open queries (no further reasons needed)
}
review-blocked = { $count ->
    [one] One query is open. Close it, or wait for the department’s reply, before you accept.
   *[other] { $count } queries are open. Close them, or wait for the department’s replies, before you accept.
}
review-mail-for-queries = { $count ->
    [one] One question about your answers waits for your reply.
   *[other] { $count } questions about your answers wait for your reply.
}
review-refused-missing = Write something first.
review-refused-too-long = That is { $given } characters. Shorten it to { $most } at most.
review-refused-archived = The round is archived: nothing can be asked or decided any more.
review-refused-newer = A newer submission arrived: you looked at number { $shown }, this is number { $found }. Nothing was decided. Look at it first.
review-refused-changed = Somebody else decided meanwhile: the response is now “{ $state }”. Your decision was not made.
review-refused-not-now = The response is now “{ $state }”. This cannot be done to it.
review-refused-open-queries = { $count ->
    [one] It was not accepted: one query is open. Close it, or wait for the department’s reply.
   *[other] It was not accepted: { $count } queries are open. Close them, or wait for the department’s replies.
}
review-refused-no-queries = No query is open any more. Give your reasons in words.
review-refused-query = The query is now “{ $state }”. This cannot be done to it.
review-refused-unseen = Somebody wrote since you opened this page. Read it first; nothing was closed.
review-refused-asked = It was asked for already. The coordinator has not decided yet.

query-title = Query
query-is-open = Open
query-is-answered = Answered
query-is-closed = Closed
query-ask = Ask about this answer
query-text = Your question to the department
query-send = Send the question
query-said = { $who }, { $when }
query-opened = asked { $when }
query-link = Conversation
query-link-save = Save and reply
query-back = Back to the answer
query-about = About
query-response = Response
query-correct = Correct the answer
query-reply-label = Your reply
query-further-label = A further question
query-reopen-label = Your question
query-reply = Reply
query-further = Ask further
query-reopen = Open the query again
query-close = Close the query
query-close-text = Close it when nothing is left to ask.
query-closed-text = This query is closed.
query-closed-accepted = This query is closed: the response was accepted.
query-to-review = Review the response
queries-title = Queries
queries-none = There is no query here.
queries-cut = Only the newest { $most } are shown.

hub-queries = Questions about your answers
hub-last-submission = Read what you submitted last
receipt-state = Where it stands
receipt-correct = Correct and submit again
receipt-queries = Questions about your answers
receipt-asked = Your region’s coordinator was asked to return this response. You get an e-mail when it is decided.
receipt-request = Ask for a correction
receipt-request-text = What was submitted can be corrected once your region’s coordinator returns it. Say what has to change; they get it by e-mail.
receipt-request-label = What has to be corrected, or why you withdraw it
receipt-request-button = Ask the coordinator

mail-kind-requested = Correction asked for
mail-notice-subject-requested = { $round }: { $whom } asks for a correction
mail-notice-text-requested = { $whom } asks to have its response to “{ $round }” back, to correct it. You decide whether it is returned.

audit-response-return = Response returned
audit-response-accept = Response accepted
audit-response-reopen = Response reopened
audit-response-request = Correction asked for
audit-query-open = Query opened
audit-query-reply = Query answered
audit-query-ask = Query asked further
audit-query-close = Query closed
audit-query-reopen = Query reopened
