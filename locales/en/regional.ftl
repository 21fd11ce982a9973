# A region's own answer beside its departments', and its sign-off.

regional-title = The answer of { $region }
regional-back = Back to the region’s answer
regional-back-to-region = Back to the departments
regional-begin-text = Here the region finds its own words: question by question, beside what its departments say. The departments’ answers stay as they are.
regional-begin = Begin the region’s answer
regional-not-begun = The region’s coordinators have not begun it yet.
regional-text = Adopt a department’s answer, all of them together or what the declared rule proposes, or write your own. Where departments differ, you can mark the question and say why.
regional-progress = { $decided } of { $total } questions decided
regional-adopted = { $count ->
    [0] No further question could be decided by its rule.
    [one] One proposal was adopted.
   *[other] { $count } proposals were adopted.
}
regional-adopt-all = { $count ->
    [one] Adopt the one proposal that nobody has touched
   *[other] Adopt all { $count } proposals that nobody has touched
}
regional-adopt-hint = What somebody decided stays as it is. Lists in which departments may have entered the same thing twice are left to you.
regional-reopened = The answer is open again. The earlier sign-off is kept; the next one is another revision.
regional-is-signed = This answer is signed off, as revision { $revision }.
regional-receipt-link = See the sign-off
regional-is-archived = This round is archived. Its answers can be read, not changed.
regional-behind = The round has moved to a newer version of the questionnaire. What you decided is kept where the questions are the same.
regional-follow = Go on with the newer version
regional-to-sign-off = What is missing, and sign-off
regional-sections = Sections
regional-section-progress = { $decided } of { $total } decided
regional-departments = Departments
regional-departments-text = Submitted and accepted answers are heard. Drafts and returned answers are not read until they are submitted.
regional-mark-changed = { $count } changed since
regional-mark-differs = { $count } differ
regional-mark-divergent = { $count } marked as divergent
regional-mark-undecided = { $count } to decide
regional-mark-missing = { $count } missing
regional-mark-ready = Ready

regional-state-changed = Changed since
regional-state-decided = Decided
regional-state-undecided = To decide
regional-state-silent = No answers
regional-state-differs = Departments differ
regional-decided-by = { $who }, { $when }
regional-decided-when = { $when }
regional-signed-note = This answer is signed off. To change it, open it again on the page of the sign-off.

regional-choose = Departments’ answers, and the region’s
regional-adopt-this = Adopt this answer
regional-adopted-this = Adopted
regional-not-submitted = Not submitted yet
regional-not-asked = Not asked
regional-proposal = Proposal
regional-use-proposal = Use the proposal
regional-all-together = All answers together
regional-adopt-all-answers = Adopt all answers
regional-own = The region’s own words, as written below
regional-own-label = The region’s answer
regional-undecide = Not decided any more
regional-answer = The region’s answer
regional-divergent = Mark as divergent: the departments differ, and the region says so
regional-divergence-label = Why do they differ?
regional-divergence-missing = Say why the departments differ, or take the mark away.
regional-divergence-unmarked = You wrote why the departments differ. Mark the question as divergent, or clear the reason.
regional-divergence-too-long = The reason may have { $most } characters at most.
regional-both = “{ $label }”: you chose an answer and wrote another one. Choose “the region’s own words”, or clear what you wrote.
regional-changed-text = Departments changed what they say since this was decided.
regional-changed-before = Before:
regional-changed-now = Now:
regional-keep = I have looked at it: the region’s answer stays as it is
regional-save = Save
regional-save-next = Save and go to the next section
regional-news-title = A department has submitted meanwhile
regional-news-text = Nothing was saved yet. What you chose and wrote is still here; look at the departments’ new answers, then save again.
regional-conflict-title = Somebody else decided the same question meanwhile
regional-conflict-text = Everything else is saved. Your choice is still here: save again to put it in the place of theirs, or go back to leave theirs.
regional-conflict-who = { $who }, { $when }:
regional-conflict-somebody = Another coordinator, { $when }:
regional-conflict-mine = You:
regional-stale-title = This changed meanwhile
regional-sign-stale-text = Somebody saved a change or a department submitted since you opened this page. Nothing was signed. Look again, then sign.

regional-rule-any = Rule: any
regional-rule-all = Rule: all
regional-rule-majority = Rule: majority
regional-rule-sum = Rule: sum
regional-rule-mean = Rule: mean
regional-rule-union = Rule: all together
regional-rule-coordinator = Rule: the coordinator’s word
regional-reason-any = { $count } of { $base } departments say “{ $choice }”, and it is the strongest answer.
regional-reason-all = “{ $choice }” is the weakest answer, and so holds for all; { $count } of { $base } departments say it.
regional-reason-most = Most say this: { $count } of the { $answered } departments that answered.
regional-reason-more-than-half = More than half of the { $answered } departments that answered name these.
regional-reason-common = All { $answered } departments that answered name these.
regional-reason-union = Everything that { $answered } of { $base } departments say.
regional-reason-sum = The sum of { $answered } of { $base } departments.
regional-reason-mean = The mean of { $answered } of { $base } departments.
regional-reason-mean-rounded = The mean of { $answered } of { $base } departments, rounded.
regional-reason-points = By points: the first rank of each department has the most. { $answered } of { $base } departments ranked.
regional-reason-alike = All who answered say the same: { $answered } of { $base } departments.
regional-reason-non-answer = No department has an answer; they say “{ $kind }”.
regional-tally = { $what }: { $count }
regional-none-nobody = No department has answered this.
regional-none-coordinator = There is no rule: this is your word.
regional-none-tie = A tie: { $answers }, { $count } each.
regional-none-equal-points = No proposal: ranks have equally many points.
regional-none-nothing-in-common = The departments’ answers have nothing in common.
regional-none-rule-unfit = No proposal: “{ $rule }” cannot merge different answers of this kind.
regional-none-too-large = No proposal: the result has more digits than an answer may have.
regional-none-not-whole = No proposal: the result is { $number }, and a whole number is asked for.
regional-none-out-of-range = No proposal: the result is { $number }, which the question does not take.
regional-none-too-long = No proposal: the texts together are longer than the question takes.
regional-none-non-answers-differ = No department has an answer, and their reasons differ.
regional-none-not-offered = No department has an answer, and the question does not offer their reason.

regional-entries-count = { $count ->
    [one] One entry
   *[other] { $count } entries
}
regional-repeat-counts = { $entries ->
    [one] One entry of departments
   *[other] { $entries } entries of departments
}, { $own } in the region’s answer
regional-repeat-open = Choose, order and merge: { $label }
regional-repeat-text = Tick what belongs in the region’s answer, and number it in the order that you want. Saving decides the whole list.
regional-repeat-keep = Save the list, changed or as it is, to say that you have looked.
regional-repeat-stale-text = Somebody changed this list or a department submitted since you opened the page. Nothing was saved; what you ticked is still here. Look again, then save.
regional-repeat-order-wrong = The order is a whole number above zero.
regional-repeat-too-many = At most { $most } entries fit. Untick some.
regional-entries = Entries
regional-entries-none = No department has an entry.
regional-entry-from = From { $from }
regional-entry-in = In the region’s answer, from { $from }
regional-entry-own = the region itself
regional-entry-untitled = (empty)
regional-entry-all = Show everything
regional-entry-edit = Change
regional-entry-add = Save and add an entry of the region
regional-entry-stale-text = Somebody changed the list since you opened this entry. What you wrote is still here; copy it if you need it, go back and open the entry again.
regional-take = Take
regional-order = Place
regional-instead = If the region has no entry, say why
regional-save-entries = Save the list
regional-save-entry = Save the entry
regional-doubles = Perhaps the same
regional-doubles-text = Two departments may have entered one thing. Say for each pair what you want; it matters where both are ticked below.
regional-double-link = The same link: { $link }
regional-double-same-title = The same title
regional-double-similar-title = Similar titles ({ $percent } of 100)
regional-double-merge = They are the same: merge them
regional-double-first = They are the same: keep that of { $first }
regional-double-second = They are the same: keep that of { $second }
regional-double-both = They are two things: keep both
regional-double-undecided = Say whether these two are the same.
regional-double-parts = When merged, which one holds?

regional-sign-title = Sign-off for { $region }
regional-sign-changed = Departments changed what they say since you decided
regional-sign-undecided = Still to decide
regional-sign-missing = Missing or wrong
regional-sign-who = Below each: the departments that could say, and what is known of them.
regional-sign-divergent = Where departments differ
regional-sign-unmarked = not marked as divergent
regional-sign-not-ready = You can sign when nothing is left in these lists.
regional-sign-not-yours = Only the region’s coordinators sign.
regional-sign-form = Sign off
regional-sign-text = With the sign-off the answer is final. It can be opened again with a reason, which is recorded.
regional-sign-role = Role of whoever signs
regional-sign-role-hint = For instance: Director-general for external action
regional-sign-role-missing = Say in which role you sign.
regional-sign-role-too-long = The role may have 200 characters at most.
regional-sign-date = Date
regional-sign-date-unreadable = Give the date as day, month and year.
regional-sign-date-in-future = The date lies in the future.
regional-sign-clearance = How was the answer cleared?
regional-sign-clearance-missing = Say how the answer was cleared.
regional-clearance-political = At the political level
regional-clearance-administrative = At the administrative level
regional-clearance-none = It was not cleared
regional-sign-network = May the member regions read it, with the region’s name?
regional-sign-network-missing = Say whether the member regions may read it.
regional-sign-public = May everybody read it, with the region’s name?
regional-sign-public-missing = Say whether everybody may read it.
regional-sign-public-without-network = Who lets everybody read it lets the member regions read it. Choose one of both.
regional-yes = Yes
regional-no = No
regional-sign-button = Sign off the region’s answer
regional-could-not-invited = Not invited
regional-could-waiting = Invited, not submitted yet
regional-could-returned = Returned for correction
regional-could-answered = Has answered
regional-could-blank = Left it blank

regional-receipt-title = The region’s answer is signed off
regional-receipt-region = Region
regional-receipt-revision = Revision
regional-receipt-text = Keep this page, or print it. It stays at this address for as long as the answer is signed off.
regional-receipt-answers = What was signed
regional-reopen-title = Open the answer again
regional-reopen-text = The sign-off is kept as it is. What changes is signed off as the next revision.
regional-reopen-reason = Why?
regional-reopen-missing = Say why the answer is opened again.
regional-reopen-too-long = The reason may have 2,000 characters at most.
regional-reopen-button = Open again

audit-regional-begin = Region’s answer begun
audit-regional-move = Region’s answer moved to a version
audit-regional-sign = Region’s answer signed off
audit-regional-reopen = Region’s answer opened again
