# Mails that are not in main.ftl, and the pages about mails.
-institution = Periplus
mail-institution = { -institution }
mail-footer = A program wrote this message for { -institution }. You can reply to it: a person will read your reply.
mail-reminder-subject = Reminder: { $round }, { $department }
mail-reminder-waits = the answers of { $department } to “{ $round }” have not been submitted yet. What you have saved is kept.
mail-reminder-deadline = Please submit them by { $deadline }.
mail-reminder-done = If somebody of your department has submitted them in the meantime, you need not do anything.
mail-reminder-unsubscribe = Stop reminders of this round
mail-test-subject = Test message
mail-test-text = somebody of the secretariat asked for this message, to see whether mails arrive. There is nothing to do.
mail-test-link = Open the site
mail-sample-round = External action 2027
mail-sample-department = Department of Fisheries
mail-sample-token = example

nav-mail = Mail
mail-title = Mail
mail-caption = Mails, the newest first
mail-none = There is no such mail.
mail-next = Older mails
mail-filter = Filter
mail-filter-all = All
mail-filter-address = Part of the address
mail-kind = Kind
mail-attempts = Attempts
mail-attempt = Attempt
mail-words = Server’s reply
mail-sent = Sent
mail-unsubscribe = Ends reminders
mail-next-attempt = Next attempt
mail-history = What became of it
mail-attempts-caption = Every attempt to send it, in UTC
mail-no-attempts = Nobody has tried to send it yet.
mail-began = Began
mail-ended = Ended
mail-outcome = Outcome
mail-stage = Ended at
mail-secrets = The secrets of its links are left out: they are for the person who was written to.
mail-as-text = As plain text
mail-as-html = As mail programs show it
mail-retry = Try again
mail-retry-all = Try again all that were given up
mail-trouble = The mail server cannot be used
mail-trouble-text = Since { $since }, last seen { $seen }. Mails wait and are tried again by themselves. It says:
mail-state-waiting = Waiting
mail-state-sending = Being sent
mail-state-sent = Sent
mail-state-bounced = Bounced
mail-state-dead = Given up
mail-kind-invitation = Invitation
mail-kind-link = New link
mail-kind-receipt = Receipt
mail-kind-reminder = Reminder
mail-kind-moved = Answers to confirm
mail-kind-sign-in = Link to sign in
mail-kind-password = Link to choose a password
mail-kind-test = Test
mail-outcome-accepted = Taken
mail-outcome-refused = Refused for good
mail-outcome-deferred = Not now
mail-outcome-uncertain = No reply after the message was handed over
mail-outcome-impossible = Cannot be written
mail-outcome-open = Not ended, or the program was stopped
mail-stage-compose = Putting together
mail-stage-sender = Sender
mail-stage-recipient = Recipient
mail-stage-data = Before the message
mail-stage-reply = Reply to the message
mail-previews = How mails look
mail-previews-text = Every kind of mail in every language, with made-up content. Each can be sent to your own address.
mail-send-sample = Send it to { $to }
mail-sample-sent = It is on its way to { $to }.
bounces-title = Addresses that do not work
bounces-text = What a mail server refused for good stands here by itself. What comes back later, you can note by hand or import.
bounces-caption = Addresses that do not work, the newest first
bounces-none = None is known.
bounces-reason = Reason
bounces-source = Known from
bounces-at = Noted
bounces-hand = Note one
bounces-hand-button = Note it
bounces-import = Import
bounces-file = Files
bounces-file-hint = A CSV file with the columns address and reason, or the messages in which mail servers report failures (.eml). You see what they say before anything is noted.
bounces-check = Check
bounces-trial-text = Nothing is noted yet.
bounces-trial-caption = What the files say
bounces-known = Known here
bounces-is-known = Yes
bounces-is-unknown = No: nobody was written to there
bounces-nothing-recorded = Nothing was noted. Mend this and try again.
bounces-line = line { $line }
bounce-source-server = Refused by the mail server
bounce-source-hand = Noted by hand
bounce-source-list = Imported list
bounce-source-report = Imported report
bounce-problem-encoding = The file is not UTF-8. Save it again as “CSV UTF-8”.
bounce-problem-column = There is no column { $value }. Its name must stand in the first line.
bounce-problem-empty = There is nothing to read. Choose a file with at least one address.
bounce-problem-many = There are more than { $value } lines. Split the file.
bounce-problem-cells = The line has too few or too many cells.
bounce-problem-address = “{ $value }” is not an e-mail address. Enter it in the form name@example.org.
bounce-problem-reason = The reason is missing. Say in a few words why the address does not work.
bounce-problem-doubled = The address stands in line { $value } already.
bounce-problem-not-failed = The report says “{ $value }”, not that a delivery failed.
unsubscribe-title = Stop reminders
unsubscribe-text = { $address } will get no more reminders of “{ $round }”. The invitation stays: you can still answer.
unsubscribe-button = Stop reminders
unsubscribe-ended-title = Reminders are stopped
unsubscribe-ended-text = { $address } gets no more reminders of “{ $round }”. The invitation stays: you can still answer.
unsubscribe-again = Get reminders again
mail-retried = { $count ->
    [1] One mail is tried again.
   *[other] { $count } mails are tried again.
}
bounces-recorded = { $count ->
    [1] One address was noted.
   *[other] { $count } addresses were noted that were not known.
}
bounces-trial = { $count ->
    [1] One address
   *[other] { $count } addresses
}
bounces-record = { $count ->
    [1] Note this address
   *[other] Note these { $count } addresses
}
