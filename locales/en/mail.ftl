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
