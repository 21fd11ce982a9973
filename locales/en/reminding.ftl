# Reminders of a round, and the secretariat's dashboard

reminding-mail-returned = the answers of { $department } to “{ $round }” were given back to be completed, and have not been submitted again yet. What you have saved is kept.
reminding-mail-late = The deadline was { $deadline }. Answers are still taken until { $until }, and marked as late.
reminding-title = Reminders
reminding-dashboard = Dashboard
reminding-dashboard-title = Dashboard: { $round }
reminding-figure-asked = { $count ->
    [1] department asked
   *[other] departments asked
}
reminding-figure-opened = have opened it
reminding-figure-started = have started
reminding-figure-submitted = have submitted ({ $share } %)
reminding-figure-returned = were given back
reminding-figure-accepted = are accepted
reminding-figure-late = submitted late
reminding-figure-signed = of { $regions } regions have signed off
reminding-download = Download participation (CSV)
reminding-on-this-page = On this page
reminding-regions = Regions
reminding-tiles = Regions by country
reminding-tiles-text = Each tile is a region: its state, and how many of its departments have submitted.
reminding-missing = Who is behind
reminding-calls = Whom to call
reminding-commission = Geographical commission
reminding-sort = Sort by
reminding-show = Show
reminding-filtered = { $regions } of { $all } regions are shown: { $asked } departments asked, { $submitted } submitted ({ $share } %).
reminding-unfilter = Show all regions
reminding-tick-all = Tick all { $count } regions shown
reminding-regions-caption = Regions and their departments (times in UTC)
reminding-choose = Choose
reminding-column-share = Share
reminding-column-returned = Given back
reminding-column-late = Late
reminding-column-invited = Invited
reminding-people = People
reminding-bulk-text = Tick regions to remind those of their departments that have not submitted, or to accept what was submitted. You see whom it concerns before anything is done.
reminding-bulk-remind = Remind …
reminding-bulk-accept = Accept …
reminding-no-region = No region fits.
reminding-choose-regions = Tick at least one region
reminding-stage-unshared = No department yet
reminding-stage-unopened = Not opened
reminding-stage-opened = Opened
reminding-stage-started = In progress
reminding-stage-submitted = All submitted
reminding-stage-accepted = All accepted
reminding-stage-signed = Signed off
reminding-list-not-opened = Not opened
reminding-list-not-started = Not started
reminding-list-not-submitted = Not submitted
reminding-most-listed = At most { $count } departments are listed here; the download has all of them.
reminding-none-missing = Nobody.
reminding-bounced = address does not work
reminding-coordinators = Coordination
reminding-behind = Departments that have not submitted
reminding-no-calls = Nobody needs a call now.
reminding-call-no-coordinator = Nobody coordinates the region.
reminding-call-unshared = Asked { $days } days ago, and no department is invited.
reminding-call-bounced = Mails come back from { $addresses }.
reminding-call-unopened = { $departments ->
    [1] One department has not opened it for { $days } days.
   *[other] { $departments } departments have not opened it, for up to { $days } days.
}
reminding-call-near = { $days ->
    [0] The deadline is within a day; not submitted: { $departments }.
    [1] The deadline is in a day; not submitted: { $departments }.
   *[other] The deadline is in { $days } days; not submitted: { $departments }.
}
reminding-call-overdue = The deadline has passed; not submitted: { $departments }.
reminding-accept-title = Accept responses: { $round }
reminding-accept-text = These responses were submitted and have no open query. Each is accepted by itself, as it is shown now.
reminding-accept-button = { $count ->
    [1] Accept one response
   *[other] Accept { $count } responses
}
reminding-accept-none = No response of these regions can be accepted now.
reminding-accepted = { $count ->
    [0] No response was accepted.
    [1] One response was accepted.
   *[other] { $count } responses were accepted.
}
reminding-blocked = Cannot be accepted
reminding-blocked-queries = { $count ->
    [1] one query is open
   *[other] { $count } queries are open
}
reminding-blocked-newer = the department has submitted again since you looked; look at it anew
reminding-blocked-returned = it was given back meanwhile
reminding-blocked-accepted = somebody has accepted it meanwhile
reminding-blocked-gone = it is no longer there
reminding-text = Reminders go to who was invited and whose department has not submitted, or got its answers back; each in their own language, with a new link, by the deadline of their region.
reminding-quiet = Nothing goes out from { $from } to { $until } of the region’s own time: it waits until the end of these hours.
reminding-no-quiet = There are no quiet hours.
reminding-settings = Settings of the round
reminding-plan = Plan
reminding-no-plan = No reminder is planned.
reminding-days-before = { $count ->
    [1] One day before the deadline
   *[other] { $count } days before the deadline
}
reminding-days-on = At the deadline
reminding-days-after = { $count ->
    [1] One day after the deadline
   *[other] { $count } days after the deadline
}
reminding-remove = Remove
reminding-days = Days
reminding-when = Before or after
reminding-before = before the deadline
reminding-after = after the deadline, while late answers are taken
reminding-add = Add a reminder
reminding-days-wrong = Enter the days as a number from 0 to 366
reminding-days-many = The plan is full. Remove a reminder first
reminding-days-there = This reminder is in the plan already
reminding-coming = What is to come
reminding-coming-caption = The next reminders, if nothing changes (times in UTC)
reminding-column-reminder = Reminder
reminding-column-first = First
reminding-column-last = Last
reminding-none-coming = No reminder is to come.
reminding-now = Remind now
reminding-would = { $count ->
    [0] Nobody would be reminded.
    [1] One person would be reminded.
   *[other] { $count } people would be reminded.
}
reminding-done = { $count ->
    [0] Nobody was reminded.
    [1] One person is reminded.
   *[other] { $count } people are reminded.
}
reminding-count-later = Of those, in quiet hours, mailed at their end: { $count }
reminding-count-refused = Want no reminders: { $count }
reminding-count-bounced = Have an address that does not work: { $count }
reminding-count-lately = Were reminded in the last 12 hours: { $count }
reminding-count-over = Belong to regions whose time is over: { $count }
reminding-whom = Whom
reminding-everywhere = Everybody who has not submitted
reminding-in-regions = Everybody who has not submitted in:
reminding-now-continue = Continue
reminding-now-button = Remind now
reminding-now-title = Remind: { $round }
reminding-not-running = The round takes no answers now, so nobody is reminded.
reminding-sent = What was sent
reminding-sent-caption = Reminders by day, the newest first (times in UTC)
reminding-by-hand = By hand
reminding-none-sent = Nothing was sent yet.
reminding-refusals = Who wants no reminders
reminding-refusals-text = They stay invited and can answer.
reminding-no-refusals = Nobody.
audit-reminders-send = Reminders sent
audit-reminders-now = Reminders sent by hand
audit-reminders-plan = Reminder plan changed
