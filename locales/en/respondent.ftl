# The pages of people who answer for a department.

responses-title = My responses
responses-none = You have no open invitation. If you expected one, ask your region’s coordinator or the secretariat.
until = until { $date }
state-in-progress = In progress
state-submitted = Submitted
state-returned = Returned for correction
state-accepted = Accepted

hub-round = Round
hub-deadline = Answer by
hub-progress = Sections ready
hub-progress-count = { $done } of { $all }
hub-how = Answer the sections in any order. Every page is saved, and colleagues can work on it at the same time. “Not our competence” and “no data” are answers too.
hub-continue = Continue: { $section }
hub-check = Check your answers and submit
hub-all-questions = Read and print all questions
hub-sections = Sections
hub-suggested = Suggested for your department
hub-elsewhere = Usually answered by other departments; yours may answer it too
hub-last = Last changed by { $who }, { $when }
hub-last-when = Last changed { $when }
hub-returned = This response was returned to you for correction. Change what is needed and submit it again.
hub-closed = This round does not take answers now. What you saved is kept.
section-complete = Complete
section-in-progress = In progress
section-optional = Nothing required
section-not-started = Not started

back = Back
back-to-hub = Back to all sections
back-to-section = Back to { $section }
more-questions = Your answers are saved. Because of them, this page now asks further questions.
save-and-continue = Save and continue
save-and-leave = Save and go to all sections
optional = (optional)
choose = Choose…
max-length = At most { $most } characters
instead = If you cannot answer
instead-short = Cannot answer
instead-none = Say why
rank-hint = Give each rank once, beginning with 1.
rank-of = Rank of { $label }
date-day = Day
date-month = Month
date-year = Year
date-time = Time
acknowledged = Confirmed
value-none = Not known yet
choices-none = The choices depend on an earlier answer. Give it, save, and they appear here.
choice-none = No answer
choice-stale = { $label } (no longer possible)
time-format = Hours and minutes, like 14:30
point-format = Latitude and longitude in degrees, like 43.3623 -8.4115
range-format = A number from { $least } to { $most }
range-format-steps = A number from { $least } to { $most }, in steps of { $step }
rating-of = { $value } of { $most }

entry-title = { $label }: { $position }
entry-untitled = Entry { $position }
entry-incomplete = Incomplete
entry-change = Change
entry-remove = Remove
entry-add = Add
entry-add-another = Add another
entries-none = Nothing added yet.
entries-fixed-none = Nothing to fill in here for now. How many there are depends on an earlier answer.

file-manage = Add or remove files
file-choose = Choose a file
file-hint = PDF, Word, Excel, PowerPoint, OpenDocument or a picture, at most { $most } MB
file-add = Add the file
file-done = Done
file-empty = The file is empty. Choose another one.
file-too-large = The file is larger than { $most } MB. Choose a smaller one.
file-type-not-taken = Files of this type cannot be taken. Save it as PDF and try again.
file-quota-reached = Your department’s files take all the room that there is. Remove one first.
file-changed-meanwhile = A colleague changed the files meanwhile. Reload the page and try again.

conflict-title = A colleague changed the same answer
conflict-text = Everything else on the page is saved. For these answers, choose which one to keep.
conflict-theirs = Saved by { $who }, { $when }:
conflict-theirs-unnamed = Saved { $when }:
conflict-mine = Yours, not saved yet:
conflict-save = Save my choice

check-title = Check your answers
check-text = Only what is shown here is sent.
check-incomplete = Before you can submit
change = Change
no-answer = No answer provided
submit-title = Submit
submit-text = After submitting, the answers can be read but no longer changed, unless your region’s coordinator returns them.
submit-button = Submit the answers

receipt-title = Your answers have been received
receipt-reference = Your reference
receipt-department = Department
receipt-time = Received
receipt-hash = Content hash (SHA-256)
receipt-text = Keep this page’s address or print it: it does not expire. A confirmation is on its way to you by e-mail.
receipt-answers = What you sent
questions-title = All questions
questions-text = Print this page to prepare your answers with colleagues. Some questions are only asked after certain answers.

non-answer-not_our_competence = Not our competence
non-answer-no_data = No data
non-answer-not_applicable = Not applicable
with-reason = { $kind }: { $reason }
reason-state = the state’s
reason-province = the province’s
reason-municipality = the municipality’s
reason-another_department = another department’s
reason-other = somebody else’s
reason-not_collected = not collected
reason-held_elsewhere = held elsewhere
reason-confidential = confidential

violation-required = Answer “{ $label }”
violation-required-or-reason = Answer “{ $label }”, or say why you cannot
violation-constraint = The answer to “{ $label }” is not possible. Check it.
violation-not-a-number = “{ $label }” must be a number, like 1500 or 12.5
violation-not-a-whole-number = “{ $label }” must be a whole number, without decimals
violation-not-a-date = “{ $label }” must be a day of the calendar, with day, month and a year of four digits
violation-not-a-time = “{ $label }” must be a time, like 14:30
violation-not-a-moment = “{ $label }” must be a day of the calendar with its time, like 14:30
violation-out-of-range = “{ $label }” must be from { $least } to { $most }
violation-off-step = “{ $label }” takes only steps of { $step }, counted from { $least }
violation-not-a-place = “{ $label }” must be a latitude and a longitude, like 43.3623 -8.4115
violation-too-long = “{ $label }” has { $given } characters; at most { $most } are possible. Shorten it.
violation-unknown-choice = Choose one of the answers that “{ $label }” offers
violation-answer-and-non-answer = “{ $label }” has both an answer and a reason for not answering. Remove one of them.
violation-non-answer-not-offered = “{ $label }” does not take this reason. Answer it.
violation-ranks-unclear = “{ $label }”: give each rank once, beginning with 1, without a gap
violation-ranks-missing = “{ $label }”: rank exactly { $wanted }; you ranked { $given }
violation-too-many-entries = “{ $label }” takes at most { $most } entries; there are { $given }. Remove some.
violation-entries-missing = “{ $label }” needs { $wanted } entries; there are { $given }. Open the section again and fill them in.

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date = { $day } { $month } { $year }
month-year = { $month } { $year }
moment = { $date }, { $time } UTC

reconfirm-title = Answers to confirm
reconfirm-text = The questionnaire was changed while you were answering. Your answers were kept. Please look at these again: confirm them as they are, or answer anew. You can submit when none is left.
reconfirm-first = { $count ->
    [one] Look at one answer again
   *[other] Look at { $count } answers again
}
reconfirm-former-question = The question was
reconfirm-former-answer = You had answered
reconfirm-now = Your answer now
reconfirm-unreadable-now = This cannot be read as an answer to the new question. Please answer anew.
reconfirm-button = Confirm as it is
reconfirm-change = Answer anew
reconfirm-reworded = The question reads differently.
reconfirm-type = Another kind of answer is asked for.
reconfirm-choices = A choice that you made is gone or reads differently.
reconfirm-moved = The question was moved into or out of a list of entries.
reconfirm-unit = The number is asked for in another unit.
reconfirm-terms = Who may see the answer has changed.
reconfirm-unreadable = The new question cannot take the answer as it was given.
reconfirm-asked-again = The question had been removed and is asked again.
check-unconfirmed = { $count ->
    [one] Confirm one answer that you gave before the questionnaire was changed
   *[other] Confirm { $count } answers that you gave before the questionnaire was changed
}
earlier-link = Answers to earlier questions
earlier-title = Answers to earlier questions
earlier-text = These questions are no longer asked. What you had answered is kept here; it is not submitted with your response.
earlier-version = Version { $number }
earlier-none = There are none.
moved-title = The questionnaire was changed while this page was open
moved-text = Nothing of this page was saved, so that it is not taken for an answer to another question. This is what you typed. Copy what you need and enter it in its place.
moved-typed = You typed:
moved-where = Enter it here: { $label }
moved-nowhere = This question is no longer asked.
