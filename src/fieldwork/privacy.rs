//! What is personal: every column of every table with its mark, and the record of processing that follows from them.

mod marks;
mod record;
pub mod retention;

pub use marks::MARKS;
pub use record::{RecordOfProcessing, RoundPeriods};

/// Whom a column may be shown to, and why it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Told to anybody: registries, published questionnaires, the dates of rounds.
    Public,
    /// About no person, and not published.
    Internal,
    /// About a person, for this purpose and so long.
    Personal(Purpose, Kept),
}

/// Why something is known about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    Registry,
    Access,
    Security,
    Invitation,
    Answering,
    Coordination,
    Review,
    Mail,
    Accountability,
}

/// For how long it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// While the person has a part in the work, or until they are erased.
    Account,
    /// While somebody is signed in.
    Sessions,
    /// Until it is used or runs out.
    Tokens,
    /// A day.
    Day,
    /// The round's own period for drafts.
    Drafts,
    /// The round's own period for contacts.
    Contacts,
    /// The round's own period for logs.
    Logs,
    /// As long as the round's answers.
    Round,
    /// As the institution's record, for good; what is personal in it goes when the person is erased.
    Record,
}

impl Purpose {
    pub const ALL: [Self; 9] = [
        Self::Registry,
        Self::Access,
        Self::Security,
        Self::Invitation,
        Self::Answering,
        Self::Coordination,
        Self::Review,
        Self::Mail,
        Self::Accountability,
    ];

    /// The code in files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Access => "access",
            Self::Security => "security",
            Self::Invitation => "invitation",
            Self::Answering => "answering",
            Self::Coordination => "coordination",
            Self::Review => "review",
            Self::Mail => "mail",
            Self::Accountability => "accountability",
        }
    }
}

impl Kept {
    /// The code in files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Sessions => "sessions",
            Self::Tokens => "tokens",
            Self::Day => "day",
            Self::Drafts => "drafts",
            Self::Contacts => "contacts",
            Self::Logs => "logs",
            Self::Round => "round",
            Self::Record => "record",
        }
    }
}

/// The mark of a column.
#[must_use]
pub fn mark(table: &str, column: &str) -> Option<Mark> {
    let place = MARKS.binary_search_by(|(holder, name, _)| (*holder, *name).cmp(&(table, column))).ok()?;
    MARKS.get(place).map(|(_, _, mark)| *mark)
}

/// What is wrong with the marks, held against the columns that there are: those without a mark, marks of no column, and
/// those out of order or doubled.
#[must_use]
pub fn problems<'a>(columns: &[(&'a str, &'a str)], marks: &[(&'a str, &'a str, Mark)]) -> Vec<String> {
    let marked: Vec<(&str, &str)> = marks.iter().map(|(table, column, _)| (*table, *column)).collect();
    let bare = columns
        .iter()
        .filter(|column| !marked.contains(column))
        .map(|(table, column)| format!("{table}.{column} has no mark: add a line to src/fieldwork/privacy/marks.rs"));
    let lost = marked
        .iter()
        .filter(|column| !columns.contains(column))
        .map(|(table, column)| format!("{table}.{column} is marked, and is no column"));
    let unsorted =
        marked.iter().zip(marked.iter().skip(1)).filter(|(one, next)| one >= next).map(|(_, (table, column))| {
            format!("{table}.{column} does not stand in the order of names, or stands twice")
        });
    bare.chain(lost).chain(unsorted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_without_a_mark_and_a_mark_without_a_column_are_told() {
        let columns = [("a", "id"), ("a", "mail"), ("b", "id")];
        let whole = [
            ("a", "id", Mark::Internal),
            ("a", "mail", Mark::Personal(Purpose::Mail, Kept::Day)),
            ("b", "id", Mark::Public),
        ];
        assert_eq!(problems(&columns, &whole), Vec::<String>::new());
        for (columns, marks, said) in [
            (&columns[..], &whole[..2], "b.id has no mark"),
            (&columns[..2], &whole[..], "b.id is marked, and is no column"),
            (&columns[..2], &[whole[1], whole[0]][..], "a.id does not stand in the order"),
            (&columns[..1], &[whole[0], whole[0]][..], "stands twice"),
        ] {
            let found = problems(columns, marks);
            assert!(found.len() == 1 && found.iter().all(|one| one.contains(said)), "{said}: {found:?}");
        }
    }

    #[test]
    fn marks_are_found_by_name() {
        assert_eq!(mark("account", "email"), Some(Mark::Personal(Purpose::Access, Kept::Account)));
        assert_eq!(mark("round", "name"), Some(Mark::Public));
        assert_eq!(mark("round", "shoe_size"), None);
    }
}
