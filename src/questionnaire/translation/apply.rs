//! A translator's table held against a definition: what would change, and everything that is wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    key::Key,
    pieces::{Piece, change, pieces},
    problem::{Problem, ProblemKind, Severity},
    read::{Line, Table, read, tidy},
    write::{LanguageError, original, target},
};
use crate::questionnaire::{
    definition::Definition,
    text::LanguageKey,
    xlsform::{nearest, references},
};

/// How many unknown keys are compared with all others for a suggestion.
const MOST_SUGGESTIONS: usize = 50;

/// What comes of a table.
#[derive(Debug, Clone)]
#[must_use]
pub struct Translated {
    /// The language, where the table says it.
    pub language: Option<LanguageKey>,
    /// Has the questionnaire had no wording in it until now?
    pub is_new: bool,
    /// The translated definition; nothing where there is an error.
    pub definition: Option<Definition>,
    /// In the order of the definition.
    pub changes: Vec<Change>,
    /// By line.
    pub problems: Vec<Problem>,
}

/// A piece of wording that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub key: Key,
    pub source: String,
    /// Empty where there was none.
    pub before: String,
    /// Empty where it is taken away.
    pub after: String,
}

/// Reads a table and holds it against the definition. `wanted` is the language that somebody asked for, if they did;
/// the table's own header must agree.
pub fn translate(definition: &Definition, bytes: &[u8], wanted: Option<&str>) -> Translated {
    let nothing = |problems: Vec<Problem>| Translated {
        language: None,
        is_new: false,
        definition: None,
        changes: Vec::new(),
        problems,
    };
    let table = match read(bytes) {
        Ok(table) => table,
        Err(problems) => return nothing(problems),
    };
    match language(definition, &table.target_language, wanted) {
        Ok(language) => Comparison::new(definition, &language, &table).run(&table),
        Err(kind) => nothing(vec![Problem { line: Some(1), kind }]),
    }
}

fn language(definition: &Definition, header: &str, wanted: Option<&str>) -> Result<LanguageKey, ProblemKind> {
    let resolve =
        |name: &str| target(definition, name).map_err(|error: LanguageError| ProblemKind::Language(error.to_string()));
    let wanted = wanted.map(resolve).transpose()?;
    let found = if header.is_empty() { None } else { Some(resolve(header)?) };
    match (wanted, found) {
        (Some(wanted), Some(found)) if wanted != found => {
            Err(ProblemKind::OtherLanguage { found: found.as_str().to_owned(), wanted: wanted.as_str().to_owned() })
        }
        (Some(language), _) | (None, Some(language)) => Ok(language),
        (None, None) => Err(ProblemKind::Language(LanguageError::Missing.to_string())),
    }
}

/// The definition's side, and what is found on the way.
struct Comparison<'a> {
    definition: &'a Definition,
    language: &'a LanguageKey,
    source: LanguageKey,
    pieces: Vec<Piece<'a>>,
    positions: BTreeMap<String, usize>,
    seen: BTreeMap<usize, u64>,
    wanted: BTreeMap<Key, String>,
    problems: Vec<Problem>,
    suggested: usize,
}

impl<'a> Comparison<'a> {
    fn new(definition: &'a Definition, language: &'a LanguageKey, table: &Table) -> Self {
        // The default language may have changed since the export.
        let named = definition.languages.iter().find(|key| key.as_str() == table.source_language);
        let source = named.filter(|key| *key != language).unwrap_or(&definition.default_language).clone();
        let pieces = pieces(definition);
        let positions = pieces.iter().map(|piece| piece.key.to_string()).zip(0..).collect();
        Self {
            definition,
            language,
            source,
            pieces,
            positions,
            seen: BTreeMap::new(),
            wanted: BTreeMap::new(),
            problems: Vec::new(),
            suggested: 0,
        }
    }

    fn run(mut self, table: &Table) -> Translated {
        for line in &table.lines {
            for kind in self.line(line) {
                self.problems.push(Problem { line: Some(line.number), kind });
            }
        }
        let is_new = !self.definition.languages.contains(self.language);
        let changes = self.changes();
        let lacking = self.pieces.iter().filter(|piece| {
            let after = self.wanted.get(&piece.key).map(String::as_str);
            after.or_else(|| piece.text.get(self.language)).unwrap_or_default().is_empty()
        });
        let (lacking, unmentioned) = (lacking.count(), self.pieces.len() - self.seen.len());
        let counted = [ProblemKind::Untranslated(lacking), ProblemKind::LinesMissing(unmentioned)];
        for (kind, count) in counted.into_iter().zip([lacking, unmentioned]) {
            if count > 0 {
                self.problems.push(Problem { line: None, kind });
            }
        }
        let is_sound = self.problems.iter().all(|problem| problem.severity() != Severity::Error);
        let definition = is_sound.then(|| {
            let mut translated = self.definition.clone();
            change(&mut translated, self.language, &self.wanted);
            if is_new && !changes.is_empty() {
                translated.languages.push(self.language.clone());
            }
            translated
        });
        Translated { language: Some(self.language.clone()), is_new, definition, changes, problems: self.problems }
    }

    fn line(&mut self, line: &Line) -> Vec<ProblemKind> {
        let key = || line.key.clone();
        if line.key.is_empty() {
            return vec![ProblemKind::MissingKey];
        }
        let Some(position) = self.positions.get(&line.key).copied() else {
            self.suggested += 1;
            let all = || self.positions.keys().map(String::as_str);
            let nearest = (self.suggested <= MOST_SUGGESTIONS).then(|| nearest(&line.key, all())).flatten();
            return vec![ProblemKind::UnknownKey { key: key(), nearest: nearest.map(str::to_owned) }];
        };
        if let Some(first) = self.seen.get(&position) {
            return vec![ProblemKind::DoubledKey { key: key(), first: *first }];
        }
        self.seen.insert(position, line.number);
        let Some(piece) = self.pieces.get(position) else { return Vec::new() };
        let now = original(piece.text, &self.source, self.language);
        let before = piece.text.get(self.language).unwrap_or_default();
        let is_changed = tidy(before) != line.target;
        let mut problems = Vec::new();
        if tidy(now) != line.source {
            let source = line.source.clone();
            problems.push(ProblemKind::SourceChanged { key: key(), before: source, now: now.to_owned() });
        }
        if line.target.is_empty() && is_changed {
            problems.push(ProblemKind::Removed { key: key(), before: before.to_owned() });
        }
        if !line.target.is_empty() {
            problems.extend(references_differ(&line.key, now, &line.target, is_changed));
        }
        if is_changed {
            self.wanted.insert(piece.key.clone(), line.target.clone());
        }
        problems
    }

    fn changes(&self) -> Vec<Change> {
        let change = |piece: &Piece<'_>| {
            Some(Change {
                key: piece.key.clone(),
                source: original(piece.text, &self.source, self.language).to_owned(),
                before: piece.text.get(self.language).unwrap_or_default().to_owned(),
                after: self.wanted.get(&piece.key)?.clone(),
            })
        };
        self.pieces.iter().filter_map(change).collect()
    }
}

/// A `${name}` is where an answer stands: the translation needs the same ones.
fn references_differ(key: &str, source: &str, translation: &str, is_changed: bool) -> Vec<ProblemKind> {
    let (wanted, found) = (references::find(source), references::find(translation));
    let names = |all: &[references::Reference<'_>]| -> BTreeSet<String> {
        all.iter().filter_map(|reference| reference.name).map(str::to_owned).collect()
    };
    let (source_names, names_found) = (names(&wanted), names(&found));
    let lost: Vec<String> = source_names.difference(&names_found).cloned().collect();
    let added: Vec<String> = names_found.difference(&source_names).cloned().collect();
    let key = || key.to_owned();
    let mut problems = Vec::new();
    if found.iter().any(|reference| reference.name.is_none()) {
        problems.push(ProblemKind::MalformedReference { key: key(), is_changed });
    }
    if !lost.is_empty() {
        problems.push(ProblemKind::LostReferences { key: key(), names: lost, is_changed });
    }
    if !added.is_empty() {
        problems.push(ProblemKind::AddedReferences { key: key(), names: added, is_changed });
    }
    problems
}
