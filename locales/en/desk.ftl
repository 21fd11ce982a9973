# The pages of the secretariat, of consultants and of coordinators.

admin-title = Rounds
new-round = New round
questionnaires-title = Questionnaires

rounds-caption = Rounds, the newest first
rounds-none = There are no rounds yet.
round-name = Name
round-code = Code
round-state-scheduled = Scheduled
round-state-open = Open
round-state-closed = Closed
response-state-not_opened = Not opened
response-state-opened = Opened
response-state-in_progress = In progress
response-state-submitted = Submitted
response-state-returned = Returned
response-state-accepted = Accepted
column-state = State
column-asked = Asked
column-opened = Opened
column-started = Started
column-submitted = Submitted
column-accepted = Accepted
column-deadline = Deadline
column-region = Region
column-code = Code
column-country = Country
column-department = Department
column-type = Type
column-last = Last activity
column-receipt = Receipt
regions-caption = Departments by region
departments-title = Departments
departments-of = Departments of { $region }
departments-all = Show all regions
departments-caption = How far each department is (times in UTC)
departments-choose = Choose a region in the table above to see its departments.
round-participation = { $asked ->
    [one] { $asked } department was asked
   *[other] { $asked } departments were asked
 }: { $opened } opened the questionnaire, { $started } started, { $submitted } submitted, { $accepted } accepted.

versions-caption = Versions, the newest of each questionnaire first (times in UTC)
versions-none = There are no questionnaires yet.
version-title = Title
version-form = Form
version-number = Version
version-created = Uploaded
version-published = Published
version-state-draft = Draft
version-state-published = Published
version-heading = { $title }, version { $number }
version-languages = Languages
version-sections = Sections
version-departments = Suggested to
version-questions = Questions
question-number = Number
question-label = Question
question-type = Type
question-rules = Rules
question-non-answers = Non-answers offered
question-languages = Languages
question-choices = { $count ->
    [one] { $count } choice
   *[other] { $count } choices
 }
publish-text = Once published, this version cannot be changed and rounds can use it. To correct it later, upload a new version.
publish-lacks = This version cannot be published yet. Choices are missing for what is listed here. Upload the questionnaire again, with its files of choices.
publish-button = Publish this version
type-text = Text
type-integer = Whole number
type-decimal = Decimal number
type-range = Number in a range
type-date = Date
type-time = Time
type-date-time = Date and time
type-select-one = One choice
type-select-multiple = Several choices
type-rank = Ranking
type-file = File
type-image = Picture
type-acknowledge = Confirmation
type-note = Note
type-calculate = Calculated
type-hidden = Hidden
type-metadata = Filled in by itself
type-point = Place
type-group = Group
type-repeat = Repeated entries

upload-title = Upload a questionnaire
upload-label = Workbook
upload-hint = An XLSForm workbook (.xlsx), a zip of its sheets as CSV, or the CSV files themselves; at most { $most } MB. It becomes a draft that you can look at before you publish it.
upload-button = Upload
upload-none = Choose a file
upload-refused = { $count ->
    [one] The file was not taken: it has one error. Nothing was stored. Correct it and upload the file again.
   *[other] The file was not taken: it has { $count } errors. Nothing was stored. Correct them and upload the file again.
 }
upload-see-problems = See what is wrong, cell by cell
upload-taken = The file was taken as a draft. Please look at the warnings below.
upload-preview = Preview the questionnaire
problems-caption = What the file says, errors first
upload-file = File: { $names }.
problems-count = { $errors ->
    [one] { $errors } error
   *[other] { $errors } errors
}, { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}, { $notices ->
    [one] { $notices } notice
   *[other] { $notices } notices
}.
untranslated-title = Not translated yet
untranslated-language = { $language }: { $count ->
    [one] { $count } cell
   *[other] { $count } cells
}
changed-title = Kept, but changed or without effect
problem-severity = Severity
problem-place = Place
problem-row = Row
problem-what = What is wrong
problem-fix = What to do
problem-error = Error
problem-warning = Warning
problem-notice = Notice

round-version = Questionnaire
round-version-choose = Choose a published version
round-no-version = A round needs a published questionnaire.
round-opening = Opening
round-code-hint = Lower-case letters, digits and hyphens, for instance external-dimension-2026. It stands in addresses and file names and cannot be changed.
round-moment-hint = Date and time in the round’s time zone
round-open-button = Open the round and send the invitations
round-name-missing = Enter a name for the round
round-code-malformed = Enter a code of at most 60 lower-case letters, digits and hyphens, other than “new”
round-code-taken = Another round has this code; enter another one
round-version-missing = Choose a published questionnaire
round-opening-malformed = Enter the date and time of the opening
round-deadline-malformed = Enter the date and time of the deadline
round-deadline-before-opening = Enter a deadline that is after the opening
round-invitees-missing = Enter at least one department to ask
round-invitees-wrong = Correct the lines of departments to ask
invitees-label = Departments to ask
invitees-hint = One line for each person, separated by commas:
line-cells = Line { $line }: there must be five cells separated by commas; there are { $value }. Put a cell that holds a comma in double quotes.
line-unreadable = Line { $line }: the line cannot be read. Check the quotes.
line-region = Line { $line }: there is no region with the code “{ $value }”. Use a code of the registry.
line-department = Line { $line }: the department has no name. Enter it as the third cell.
line-email = Line { $line }: “{ $value }” is not an e-mail address. Enter it in the form name@example.org.
line-language = Line { $line }: “{ $value }” is not a language of the interface or of the questionnaire. Enter a code such as en.
line-doubled = Line { $line }: the same person is asked for the same department on line { $value }. Delete one of the lines.
round-invited = { $count ->
    [one] One invitation is on its way.
   *[other] { $count } invitations are on their way.
 }
round-results = Results and downloads
invite-title = Ask more departments
invite-button = Send the invitations
close-title = Close the round
close-button = Close the round now

results-title = Results
results-text = Choose a round to see who took part and to download the answers.
results-of = Results of { $round }
results-deadline = Deadline: { $deadline }
downloads-title = Downloads
downloads-whose = Which answers the files hold
downloads-accepted = Accepted responses
downloads-submitted = Accepted and submitted responses
downloads-all = All that was ever submitted, returned responses as they were sent before
downloads-show = Show these files
downloads-holds-accepted = The files hold accepted responses only.
downloads-holds-submitted = The files hold every response that was submitted or accepted.
downloads-holds-all = The files hold every response that was submitted, accepted or returned; a returned one as it was sent before.
downloads-regions = Files whose names begin with “regional_” hold the regions’ own answers: those that are signed, and with returned responses those that were signed and reopened. Every file says the state of each answer; participation and the codebook are of everybody.
files-caption = Files (CSV in UTF-8)
file-name = File
file-holds = What it holds
file-responses = A row for each response, a column for each question
file-answers = A row for each answer
file-codebook = Every question and choice in every language
file-columns = What the columns mean that are not questions (in English)
file-participation = Who was asked, started, submitted and was accepted, by region and department
file-repeat = The entries of “{ $title }”, a row for each
file-regional-responses = A row for each region that signed its answer, a column for each question
file-regional-answers = A row for each of the regions’ own answers
file-regional-participation = How far each region is, with its departments and its own answer
file-regional-repeat = The entries of “{ $title }” in the regions’ own answers, a row for each
file-list = { $title }
file-table = { $title }
participation-title = Participation

receipt-of = Receipt of { $department }
region-no-rounds = No department of this region has been asked yet.
nav-regions = My region
regions-title = Your regions

changes-title = What changed since version { $since }
changes-since = Compare with version
changes-show = Show
changes-none = Nothing.
changes-of-settings = The questionnaire as a whole
changes-reconfirm = answers to confirm
changes-meaning = { $count ->
    [one] The meaning of one question changes: when a round moves, earlier answers to it are confirmed by those who gave them.
   *[other] The meaning of { $count } questions changes: when a round moves, earlier answers to them are confirmed by those who gave them.
}
changes-added = Added: { $count }
changes-removed = Removed: { $count }
changes-moved = Moved: { $count }
changes-reworded = Reworded: { $count }
changes-translated = Translations: { $count }
changes-types = Another type: { $count }
changes-choices = Choices: { $count }
changes-rules = Rules: { $count }
changes-attributes = Other columns: { $count }
changes-settings = Settings: { $count }
row-question = question
row-group = group
row-repeat = repeat
part-title = Title
part-label = Label
part-hint = Hint
part-guidance = Guidance
part-required-message = Message where required
part-constraint-message = Message of the constraint
change-added = Added
change-removed = Removed
change-moved = Moved
change-top = top of the questionnaire
change-after = { $within }, after { $after }
change-first = { $within }, first
change-reworded = { $part } ({ $language })
change-translated = { $part }: translation added ({ $language })
change-untranslated = { $part }: translation removed ({ $language })
change-type = Type
change-choice-added = Choice { $choice } added
change-choice-removed = Choice { $choice } removed
change-choice-reworded = Choice { $choice } ({ $language })
change-choice-translated = Choice { $choice }: translation added ({ $language })
change-choice-untranslated = Choice { $choice }: translation removed ({ $language })
change-choices-reordered = Choices in another order
change-choice-column = Choice { $choice }, column { $column }
change-rule = Rule { $rule }
change-attribute = Column { $attribute }
moving-link = Move to another version
moving-title = Move { $round } to another version
moving-text = The round is at version { $number }. Drafts follow it to the newer version; responses that were submitted keep theirs.
moving-to = To version
moving-preview = Show what it would do
moving-would = What moving would do
moving-drafts = Drafts that move
moving-with-reconfirmations = Of these, with answers to confirm
moving-unbegun = Responses not begun
moving-staying = Submitted responses that stay
moving-reconfirmations = Answers to confirm
moving-why = Why
moving-answers = Answers
moving-earlier = Answers that are no longer asked for, and are kept
moving-changes = What changed between the versions
moving-warning = People whose answers are to be confirmed get a mail. A round cannot be moved back.
moving-button = Move the round
moving-none = There is no newer published version.
round-moved = { $count ->
    [one] The round was moved, and one response with it.
   *[other] The round was moved, and { $count } responses with it.
}
