//! The form of an invitation: departments with their people as they were typed, and everything that is wrong with them
//! at once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use validator::ValidateEmail;

use crate::{
    fieldwork::{
        delegation::{DueProblem, due_at},
        ids::DepartmentId,
        region::Department,
    },
    operations::inviting::{Person, Whom, Wish},
    questionnaire::input::Fields,
};

/// One department, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// The id of one that is known; empty for a new one.
    pub department: String,
    pub kind: String,
    pub name: String,
    /// Its names in other languages, by code.
    pub names: BTreeMap<String, String>,
    pub people: Vec<Row>,
    pub sections: Vec<String>,
    pub due: String,
}

/// One person, as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    pub email: String,
    pub name: String,
    pub language: String,
}

/// Something that is wrong: where, a message, and what it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub field: String,
    pub key: &'static str,
    pub value: String,
}

/// What a form is held against.
pub struct Frame<'a> {
    /// Of the region.
    pub departments: &'a [Department],
    pub sections: Vec<&'a str>,
    /// That people can be written to in.
    pub languages: &'a BTreeSet<String>,
    pub zone: Tz,
    pub deadline: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

pub const MOST_BLOCKS: usize = 30;
pub const MOST_PEOPLE: usize = 20;
pub const LONGEST_MESSAGE: usize = 4_000;
const LONGEST_NAME: usize = 200;

/// The blocks of a form; nothing where it has fields that the page does not have.
#[must_use]
pub fn blocks(fields: &Fields, languages: &[&str]) -> Option<Vec<Block>> {
    let count: usize = fields.first("blocks")?.parse().ok().filter(|count| (1..=MOST_BLOCKS).contains(count))?;
    for name in fields.names().filter(|name| !matches!(*name, "blocks" | "message" | "action")) {
        let (index, field) = name.split_once('.')?;
        let known = ["department", "kind", "name", "email", "person", "language", "section", "due"].contains(&field);
        let of_name = field.strip_prefix("name-").is_some_and(|code| languages.contains(&code));
        if !(known || of_name) || index.parse::<usize>().ok().is_none_or(|index| index >= count) {
            return None;
        }
    }
    (0..count).map(|index| block(fields, index, languages)).collect()
}

/// Whom to invite, or everything that is wrong, in the order of the page.
///
/// # Errors
/// Every problem.
pub fn read(blocks: &[Block], message: &str, frame: &Frame<'_>) -> Result<Vec<Wish>, Vec<Problem>> {
    let (mut wishes, mut problems) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for (index, block) in blocks.iter().enumerate() {
        let mut refuse = |field: &str, key: &'static str, value: &str| {
            problems.push(Problem { field: format!("b{index}-{field}"), key, value: value.to_owned() });
        };
        let whom = whom(block, frame, &mut seen, &mut refuse);
        let people = people(block, frame, &mut refuse);
        let sections: Vec<String> =
            block.sections.iter().filter(|name| frame.sections.contains(&name.as_str())).cloned().collect();
        if sections.is_empty() {
            refuse("sections", "coordinator-wrong-sections", "");
        }
        let due_at = due_at(&block.due, frame.zone, frame.deadline, frame.now);
        if let Err(problem) = due_at {
            refuse("due", due_key(problem), &block.due);
        }
        if let (Some(whom), Ok(due_at)) = (whom, due_at) {
            wishes.push(Wish { whom, people, sections, due_at });
        }
    }
    if message.chars().count() > LONGEST_MESSAGE {
        problems.push(Problem { field: "message".into(), key: "coordinator-wrong-message", value: String::new() });
    }
    if problems.is_empty() { Ok(wishes) } else { Err(problems) }
}

/// The message for a due date that cannot be taken.
#[must_use]
pub fn due_key(problem: DueProblem) -> &'static str {
    match problem {
        DueProblem::Unreadable => "coordinator-wrong-due",
        DueProblem::Past => "coordinator-wrong-due-past",
        DueProblem::AfterDeadline => "coordinator-wrong-due-late",
    }
}

fn block(fields: &Fields, index: usize, languages: &[&str]) -> Option<Block> {
    let all = |field: &str| fields.all(&format!("{index}.{field}"));
    let one = |field: &str| fields.first(&format!("{index}.{field}")).unwrap_or_default().to_owned();
    let (emails, names, spoken) = (all("email"), all("person"), all("language"));
    if emails.len() > MOST_PEOPLE || names.len() != emails.len() || spoken.len() != emails.len() {
        return None;
    }
    let row = |((email, name), language): ((&String, &String), &String)| Row {
        email: email.trim().to_owned(),
        name: name.trim().to_owned(),
        language: language.trim().to_owned(),
    };
    let translated = languages.iter().map(|code| ((*code).to_owned(), one(&format!("name-{code}"))));
    Some(Block {
        department: one("department"),
        kind: one("kind"),
        name: one("name"),
        names: translated.filter(|(_, name)| !name.is_empty()).collect(),
        people: emails.iter().zip(names).zip(spoken).map(row).collect(),
        sections: all("section").to_vec(),
        due: one("due"),
    })
}

fn whom(
    block: &Block,
    frame: &Frame<'_>,
    seen: &mut HashSet<String>,
    refuse: &mut dyn FnMut(&str, &'static str, &str),
) -> Option<Whom> {
    if !block.department.is_empty() {
        let id: Option<DepartmentId> = block.department.parse().ok();
        let known = id.and_then(|id| frame.departments.iter().find(|one| one.id == id));
        let Some(known) = known else {
            refuse("name", "coordinator-wrong-department", "");
            return None;
        };
        if !seen.insert(known.name.to_lowercase()) {
            refuse("name", "coordinator-wrong-twice", &known.name);
        }
        return Some(Whom::Known(known.id));
    }
    let (name, kind) = (block.name.as_str(), block.kind.as_str());
    let too_long = |text: &str| text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control);
    if name.is_empty() {
        refuse("name", "coordinator-wrong-name", "");
    } else if too_long(name) || block.names.values().any(|name| too_long(name)) {
        refuse("name", "coordinator-wrong-name-long", "");
    } else if frame.departments.iter().any(|one| one.name.to_lowercase() == name.to_lowercase()) {
        refuse("name", "coordinator-wrong-name-taken", name);
    } else if !seen.insert(name.to_lowercase()) {
        refuse("name", "coordinator-wrong-twice", name);
    }
    if kind.is_empty() || too_long(kind) {
        refuse("kind", "coordinator-wrong-kind", "");
    }
    Some(Whom::New { kind: kind.to_owned(), name: name.to_owned(), names: block.names.clone() })
}

fn people(block: &Block, frame: &Frame<'_>, refuse: &mut dyn FnMut(&str, &'static str, &str)) -> Vec<Person> {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut people = Vec::new();
    for (row, typed) in block.people.iter().enumerate() {
        let Row { email, name, language } = typed;
        if email.is_empty() && name.is_empty() {
            continue;
        }
        let field = format!("email-{row}");
        if email.is_empty() {
            refuse(&field, "coordinator-wrong-email-missing", name);
        } else if email.len() > 254 || !email.validate_email() {
            refuse(&field, "coordinator-wrong-email", email);
        } else if *first.entry(email.to_lowercase()).or_insert(row) != row {
            refuse(&field, "coordinator-wrong-doubled", email);
        }
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            refuse(&format!("person-{row}"), "coordinator-wrong-name-long", "");
        }
        if !frame.languages.contains(language) {
            refuse(&format!("language-{row}"), "coordinator-wrong-language", language);
        }
        people.push(Person { email: email.clone(), name: name.clone(), language: language.clone() });
    }
    if people.is_empty() {
        refuse("email-0", "coordinator-wrong-no-people", "");
    }
    people
}

#[cfg(test)]
mod tests;
