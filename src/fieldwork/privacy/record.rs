//! The record of processing activities (Article 30 of the General Data Protection Regulation), made of the marks.

use serde::Serialize;

use super::{Kept, MARKS, Mark, Purpose};

/// The whole record. The controller's name comes from the configuration, the periods of rounds from the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordOfProcessing {
    pub controller: String,
    pub contact: String,
    pub activities: Vec<Activity>,
    pub rounds: Vec<RoundPeriods>,
    pub measures: Vec<&'static str>,
}

/// What is done with personal data for one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Activity {
    pub code: &'static str,
    pub purpose: &'static str,
    pub people: &'static str,
    pub data: &'static str,
    pub recipients: &'static str,
    /// Table by table, the columns that hold it.
    pub columns: Vec<Columns>,
    pub terms: Vec<Term>,
}

/// The personal columns of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Columns {
    pub table: &'static str,
    pub columns: Vec<&'static str>,
}

/// A period, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    pub code: &'static str,
    pub words: &'static str,
}

/// The periods of one round, in days after it is over; nothing where it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoundPeriods {
    pub code: String,
    pub name: String,
    pub drafts: Option<i32>,
    pub contacts: Option<i32>,
    pub logs: Option<i32>,
}

/// What protects it.
pub const MEASURES: [&str; 12] = [
    "Passwords are kept as argon2id hashes; tokens of links and sessions as SHA-256 hashes.",
    "Who administers or reads results signs in with a second factor; a link by mail never gives these rights.",
    "Every page and download asks one policy; who may not see something is told that it does not exist.",
    "Transport is encrypted (TLS, HSTS), also to a database and a mail server on another machine.",
    "Answers to questions that are marked as personal are in no export.",
    "Small cells of published tables are suppressed, with complementary suppression.",
    "Submissions, sign-offs and the audit are written once; the program's database role cannot change them.",
    "Every change of a state, a right or a round is in the audit, by ids.",
    "Logs hold no address, no token and no answer.",
    "Periods are enforced by a job that runs every day; a failure is shown to who administers.",
    "A person is erased in one transaction, with a receipt; erasures are done again after a backup is restored.",
    "Backups are encrypted by whoever runs the database, and kept no longer than the shortest period above plus a month.",
];

impl Purpose {
    fn activity(self) -> Activity {
        let (purpose, people, data, recipients) = self.words();
        let own = || {
            MARKS.iter().filter_map(move |(table, column, mark)| match mark {
                Mark::Personal(purpose, kept) if *purpose == self => Some((*table, *column, *kept)),
                Mark::Personal(..) | Mark::Public | Mark::Internal => None,
            })
        };
        let mut columns: Vec<Columns> = Vec::new();
        for (table, column, _) in own() {
            match columns.last_mut().filter(|last| last.table == table) {
                Some(last) => last.columns.push(column),
                None => columns.push(Columns { table, columns: vec![column] }),
            }
        }
        let mut kept: Vec<Kept> = own().map(|(_, _, kept)| kept).collect();
        kept.sort_unstable();
        kept.dedup();
        let terms = kept.into_iter().map(|kept| Term { code: kept.code(), words: kept.words() }).collect();
        Activity { code: self.code(), purpose, people, data, recipients, columns, terms }
    }

    /// Purpose, categories of people, categories of data, recipients.
    fn words(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Registry => (
                "Knowing who works for which department of which region",
                "Staff of regions and their departments",
                "Departments of a person; uploaded registry files with names and addresses",
                "The secretariat",
            ),
            Self::Access => (
                "Signing in, and deciding what somebody may do",
                "Everybody who signs in",
                "E-mail address, name, language, roles, password hash, second factor, links that were sent",
                "The secretariat; the person",
            ),
            Self::Security => (
                "Keeping accounts from being taken over",
                "Everybody who signs in or tries to",
                "Sessions with times and the browser's name; counters of attempts by address",
                "The person (own sessions)",
            ),
            Self::Invitation => (
                "Asking departments to answer, and reminding them",
                "People who are invited to answer",
                "Invitations with times, links, reminders, refusals of reminders",
                "The secretariat; the coordinator of the region",
            ),
            Self::Answering => (
                "Collecting the answers of departments",
                "Respondents; contact persons that they name",
                "Who wrote which answer and when; names, addresses and telephone numbers in questions marked as personal; \
                 files",
                "The department; the coordinator of the region; the secretariat",
            ),
            Self::Coordination => (
                "Sharing the work in a region, and giving the region's word",
                "Coordinators, respondents, signatories",
                "Who sees to which section; notes; who decided and signed, in which role and when",
                "The region's departments; the secretariat; readers of the region's answer where the region consented",
            ),
            Self::Review => (
                "Asking back about answers, returning and accepting them",
                "Coordinators, respondents, the secretariat's staff",
                "Messages and reasons with author and time",
                "The department; the coordinator of the region; the secretariat",
            ),
            Self::Mail => (
                "Writing mails, and knowing whether they arrived",
                "Everybody who is written to",
                "Address, text of the mail, attempts with the mail server's words, bounces",
                "The secretariat; the mail servers of sender and recipient",
            ),
            Self::Accountability => (
                "Showing who changed what",
                "Everybody who changes a state, a right or a round",
                "The account's id with time, action and ids of what was changed; receipts of erasures",
                "The secretariat",
            ),
        }
    }
}

impl Kept {
    fn words(self) -> &'static str {
        match self {
            Self::Account => "while the person has a part in the work, or until they are erased",
            Self::Sessions => "while somebody is signed in: 12 hours without use, 14 days at most",
            Self::Tokens => "until the link is used or runs out, at most 7 days",
            Self::Day => "a day",
            Self::Drafts => "the round's period for drafts, counted from its end",
            Self::Contacts => "the round's period for contacts, counted from its end",
            Self::Logs => "the round's period for logs, counted from its end",
            Self::Round => "as long as the answers of the round",
            Self::Record => "as the institution's record, for good; erasing the person takes out what is personal",
        }
    }
}

impl RecordOfProcessing {
    /// The record of a controller.
    #[must_use]
    pub fn new(controller: String, contact: String, rounds: Vec<RoundPeriods>) -> Self {
        let activities = Purpose::ALL.map(Purpose::activity).into();
        Self { controller, contact, activities, rounds, measures: MEASURES.into() }
    }

    /// As a text with headings and tables.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut text = format!(
            "# Record of processing activities\n\nArticle 30 of the General Data Protection Regulation. Made from the \
             marks of the database's columns.\n\n- Controller: {}\n- Contact: {}\n",
            self.controller, self.contact
        );
        for activity in &self.activities {
            let columns: Vec<String> =
                activity.columns.iter().map(|one| format!("`{}` ({})", one.table, one.columns.join(", "))).collect();
            let terms: Vec<&str> = activity.terms.iter().map(|term| term.words).collect();
            text.push_str(&format!(
                "\n## {}\n\n- People: {}\n- Data: {}\n- Recipients: {}\n- Third countries: none\n- Kept: {}\n- Where: {}\n",
                activity.purpose,
                activity.people,
                activity.data,
                activity.recipients,
                terms.join("; "),
                columns.join("; ")
            ));
        }
        text.push_str("\n## Periods of the rounds, in days after their end\n\n");
        if self.rounds.is_empty() {
            text.push_str("There are no rounds.\n");
        } else {
            text.push_str("| round | name | drafts | contacts | logs |\n|---|---|---|---|---|\n");
            for round in &self.rounds {
                let days = |days: Option<i32>| days.map_or_else(|| "kept".to_owned(), |days| days.to_string());
                text.push_str(&format!(
                    "| {} | {} | {} | {} | {} |\n",
                    round.code,
                    round.name.replace('|', "\\|"),
                    days(round.drafts),
                    days(round.contacts),
                    days(round.logs)
                ));
            }
        }
        text.push_str("\n## Security measures\n\n");
        for measure in &self.measures {
            text.push_str(&format!("- {measure}\n"));
        }
        text
    }

    /// As rows: one a column, with its purpose and period.
    #[must_use]
    pub fn to_rows(&self) -> Vec<[&str; 7]> {
        let heads = ["purpose", "table", "column", "people", "recipients", "kept", "controller"];
        let mut rows = vec![heads];
        for (table, column, mark) in MARKS {
            let Mark::Personal(purpose, kept) = mark else { continue };
            let (words, people, _, recipients) = purpose.words();
            rows.push([words, table, column, people, recipients, kept.words(), &self.controller]);
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_personal_column_is_in_the_record_once() {
        let personal = MARKS.iter().filter(|(_, _, mark)| matches!(mark, Mark::Personal(..))).count();
        let record = RecordOfProcessing::new("House".into(), "mail".into(), Vec::new());
        let told: usize = record.activities.iter().flat_map(|one| &one.columns).map(|one| one.columns.len()).sum();
        assert_eq!((told, record.to_rows().len()), (personal, personal + 1));
        assert!(record.activities.iter().all(|one| !one.columns.is_empty() && !one.terms.is_empty()));
        let text = record.to_markdown();
        for said in ["- Controller: House", "`account` (", "password_hash", "There are no rounds."] {
            assert!(text.contains(said), "{said}\n{text}");
        }
    }
}
