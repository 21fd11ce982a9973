//! Definitions of every kind at random, within what an import can give. What it cannot give is kept out here, each
//! with its reason.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{collection::vec, option, prelude::*, sample::subsequence};

use crate::questionnaire::{
    answer::NonAnswerKind,
    definition::{
        Choice, ChoiceList, Definition, Extra, Group, Item, Metadata, Question, QuestionType, Range, Repeat, Row,
    },
    text::{LanguageKey, Text},
    xlsform::{invisible::is_invisible, other, table::plain},
};

type Languages = Vec<LanguageKey>;

/// A definition that some workbook gives.
pub fn definition() -> impl Strategy<Value = Definition> {
    languages().prop_flat_map(|languages| {
        let parts = (
            (wording(&languages, 1), vec(cell(), 4), settings_extra()),
            vec(choices(&languages), 3),
            vec(file_choices(&languages), 2),
            vec(items(&languages), 1..4),
            any::<bool>(),
        );
        parts.prop_map(move |((title, settings, extra), lists, files, items, has_twins)| {
            let mut build = Build { languages: languages.clone(), count: 0, files, lists: Vec::new() };
            for (index, mut choices) in lists.into_iter().enumerate() {
                if !has_twins {
                    let mut seen = BTreeSet::new();
                    choices.retain(|choice| seen.insert(choice.name.clone()));
                }
                build.lists.push(ChoiceList { name: format!("list{index}"), choices });
            }
            let items = build.items(items);
            let setting = |index: usize| rule_of(settings.get(index).map_or("", String::as_str));
            Definition {
                // The importer makes up an id where there is none.
                form_id: format!("f{}", setting(0)).trim().to_owned(),
                title,
                version: setting(1),
                default_language: languages[0].clone(),
                languages: languages.clone(),
                style: setting(2),
                instance_name: if setting(3).is_empty() { String::new() } else { quoted(&setting(3)) },
                choice_lists: build.lists,
                items,
                extra,
            }
        })
    })
}

/// Text as a cell holds it: without outer white space and control characters, which XML cannot hold, and without
/// references, which must name a row.
pub fn cell() -> impl Strategy<Value = String> {
    r#"[ "'’“;,:=+@\n\u{a0}\u{200f}a-z0-9é（_x-]{0,12}|\PC{0,8}|[0-9]{1,4}[-/.][0-9]{1,2}"#
        .prop_map(|text| text.replace('$', "").trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned())
}

/// Typographic quotes and spaces in rules and codes are made plain, and what nobody sees there is refused.
fn rule() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), cell().prop_map(|text| rule_of(&text))]
}

/// Rules are read as expressions, and what cannot be computed is refused: any text stands in one as text.
fn expression() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), cell().prop_map(|text| format!("string-length({}) >= 0", quoted(&text)))]
}

fn quoted(text: &str) -> String {
    format!("'{}'", rule_of(text).replace('\'', "\""))
}

fn rule_of(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).map(plain).collect::<String>().trim().to_owned()
}

/// The default first. No language is like another in all but the kind of quotes or spaces, and none has a line break.
fn languages() -> impl Strategy<Value = Languages> {
    let known = ["English (en)", "French (fr)", "fr", "العربية (ar)", "a::b", "Klingon:2", "Greek\u{a0}(el)"];
    let some = subsequence(known.to_vec(), 0..5).prop_shuffle();
    (some, any::<bool>()).prop_map(|(mut keys, is_bare)| {
        if is_bare || keys.is_empty() {
            keys.insert(0, "default");
        }
        keys.into_iter().map(LanguageKey::new).collect()
    })
}

fn wording(languages: &Languages, least: usize) -> impl Strategy<Value = Text> + use<> {
    let languages = languages.clone();
    vec(option::of(cell()), languages.len()).prop_map(move |texts| {
        let mut text = Text::default();
        for (language, wording) in languages.iter().zip(texts) {
            text.set(language.clone(), &wording.unwrap_or_default());
        }
        if text.is_empty() && least > 0 {
            text.set(languages[0].clone(), "?");
        }
        text
    })
}

/// The author's own columns. Their headers are no known ones.
fn settings_extra() -> impl Strategy<Value = Extra> {
    let keys = ["colour", "Hint:en", "hint:fr", "bind::odk:x", "periplus::later", "a::b::c", "note", "prix; €"];
    own_columns(keys.map(str::to_owned).into())
}

/// The same of a row, and media.
fn row_extra(languages: &Languages) -> impl Strategy<Value = Extra> + use<> {
    let mut keys: Vec<String> =
        ["colour", "label:it", "bind::odk:x", "periplus::later", "image", "big-image"].map(str::to_owned).into();
    keys.extend(languages.iter().filter(|key| key.as_str() != "default").map(|key| format!("image::{}", key.as_str())));
    own_columns(keys)
}

fn own_columns(keys: Vec<String>) -> impl Strategy<Value = Extra> {
    let most = keys.len();
    (subsequence(keys, 0..=most), vec(cell(), most))
        .prop_map(|(keys, texts)| keys.into_iter().zip(texts).filter(|(_, text)| !text.is_empty()).collect())
}

/// Codes without spaces, because several of them may stand in one answer; a list has two or more, so that one which
/// ends with a made `other` still begins on the sheet.
fn choices(languages: &Languages) -> impl Strategy<Value = Vec<Choice>> + use<> {
    let choice = (r"[a-z0-9/é.=+-]{1,4}|[0-9]{1,3}", wording(languages, 0), row_extra(languages));
    vec(choice.prop_map(|(name, label, extra)| Choice { name, label, extra }), 2..5).prop_map(|mut choices| {
        choices.push(Choice { name: "last".to_owned(), label: Text::default(), extra: Extra::new() });
        choices
    })
}

/// A file may speak languages that the questionnaire lacks.
fn file_choices(languages: &Languages) -> impl Strategy<Value = Vec<Choice>> + use<> {
    let mut spoken = languages.clone();
    spoken.retain(|language| *language == languages[0] || language.as_str() != "default");
    spoken.push(LanguageKey::new("Swahili (sw)"));
    let extra = own_columns(["geometry", "Country", "media::image", "x:y"].map(str::to_owned).into());
    let choice = (r"[a-z0-9/é.=+-]{1,4}", wording(&spoken, 0), extra);
    vec(choice.prop_map(|(name, label, extra)| Choice { name, label, extra }), 0..4)
}

fn row(languages: &Languages) -> impl Strategy<Value = Row> + use<> {
    let kinds = option::of(subsequence(NonAnswerKind::ALL.to_vec(), 0..=3));
    let words = (
        prop::sample::select(vec!["", "public", "network", "private"]),
        prop::sample::select(vec!["", "any", "sum", "majority"]),
        "([a-z]{1,6}( {1,2}[a-z-]{1,6})?)?",
    );
    let texts = (expression(), rule(), vec("[A-Z]{2,4}", 0..3), any::<bool>());
    // A question without any wording is refused.
    (wording(languages, 1), wording(languages, 0), texts, kinds, words, row_extra(languages)).prop_map(
        |(label, hint, (relevant, number, departments, personal), kinds, words, extra)| Row {
            name: String::new(),
            label,
            hint,
            relevant,
            appearance: words.2.trim().to_owned(),
            number,
            non_answers: kinds.map(|kinds| kinds.into_iter().collect()),
            departments,
            personal,
            visibility: words.0.to_owned(),
            consolidation: words.1.to_owned(),
            extra,
        },
    )
}

/// A question whose name and list are given when the tree is built.
#[derive(Debug, Clone)]
enum Seed {
    Asked { question: Box<Question>, list: usize, follow: Follow },
    Group(Row, Vec<Seed>),
    Repeat(Repeat, Vec<Seed>),
}

/// What follows a question with `or_other`.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Follow {
    Nothing,
    Made,
    Reworded,
}

fn items(languages: &Languages) -> impl Strategy<Value = Seed> + use<> {
    let own = languages.clone();
    asked(languages).prop_recursive(3, 12, 4, move |inner| {
        let repeat = (row(&own), expression(), option::of(1..9_u32), vec(inner.clone(), 0..4));
        prop_oneof![
            (row(&own), vec(inner, 0..4)).prop_map(|(row, items)| Seed::Group(row, items)),
            repeat.prop_map(|(row, repeat_count, max_entries, items)| {
                Seed::Repeat(Repeat { row, repeat_count, max_entries, items: Vec::new() }, items)
            }),
        ]
    })
}

fn asked(languages: &Languages) -> impl Strategy<Value = Seed> + use<> {
    let wordings = (wording(languages, 0), wording(languages, 0), wording(languages, 0));
    let numbers = (option::of(1..999_u32), option::of(1..9_u32));
    let follow = prop::sample::select(vec![Follow::Nothing, Follow::Made, Follow::Reworded]);
    let parts = (row(languages), kind(), wordings, vec(expression(), 5), rule(), numbers, cell(), 0..5_usize, follow);
    parts.prop_map(|(row, kind, wordings, rules, unit, numbers, default, list, follow)| {
        let rule = |index: usize| rules.get(index).cloned().unwrap_or_default();
        let mut question = Question {
            row,
            kind: QuestionType::Text,
            guidance: wordings.0,
            required: rule(0),
            required_message: wordings.1,
            constraint: rule(1),
            constraint_message: wordings.2,
            calculation: rule(2),
            choice_filter: rule(3),
            default,
            trigger: String::new(),
            read_only: rule(4),
            parameters: BTreeMap::new(),
            max_length: numbers.0,
            ranks: numbers.1,
            unit,
            or_other: false,
        };
        let (kind, written, parameters) = kind;
        question.kind = kind;
        question.row.extra.extend(written.map(|written| ("type".to_owned(), written.to_owned())));
        question.parameters = parameters;
        Seed::Asked { question: Box::new(question), list, follow }
    })
}

type Kind = (QuestionType, Option<&'static str>, BTreeMap<String, String>);

/// A type, with what its author wrote where that is something else, and its parameters.
fn kind() -> impl Strategy<Value = Kind> {
    let plain = |kind: QuestionType| (kind, None);
    let kinds = vec![
        plain(QuestionType::Text),
        plain(QuestionType::Integer),
        plain(QuestionType::Decimal),
        plain(QuestionType::Date),
        plain(QuestionType::Time),
        plain(QuestionType::DateTime),
        plain(QuestionType::SelectOne(String::new())),
        plain(QuestionType::SelectMultiple(String::new())),
        plain(QuestionType::Rank(String::new())),
        plain(QuestionType::File),
        plain(QuestionType::Image),
        plain(QuestionType::Acknowledge),
        plain(QuestionType::Note),
        plain(QuestionType::Calculate),
        plain(QuestionType::Hidden),
        plain(QuestionType::Metadata(Metadata::Start)),
        plain(QuestionType::Metadata(Metadata::Username)),
        (QuestionType::Point, Some("geopoint")),
        (QuestionType::Text, Some("Barcode")),
        (QuestionType::File, Some("audio")),
        (QuestionType::Hidden, Some("deviceid")),
        (QuestionType::Integer, Some("percentage")),
        (QuestionType::Calculate, Some("integer")),
    ];
    let other = prop::sample::select(kinds).prop_map(|(kind, written)| (kind, written, BTreeMap::new()));
    let range = (-9..9_i32, 1..5_i32, 2..9_i32).prop_map(|(start, step, steps)| {
        let (start, end, step) = (start.to_string(), (start + step * steps).to_string(), step.to_string());
        let parameters = [("start", &start), ("end", &end), ("step", &step)];
        let parameters = parameters.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
        (QuestionType::Range(Range { start, end, step }), None, parameters)
    });
    prop_oneof![6 => other, 1 => range]
}

fn compute(rule: &mut String) {
    if rule.is_empty() {
        "1 = 1".clone_into(rule);
    }
}

/// The tree being put together: names, lists, and what `or_other` adds.
struct Build {
    languages: Languages,
    count: usize,
    files: Vec<Vec<Choice>>,
    lists: Vec<ChoiceList>,
}

impl Build {
    fn items(&mut self, seeds: Vec<Seed>) -> Vec<Item> {
        let mut items = Vec::new();
        for seed in seeds {
            match seed {
                Seed::Asked { question, list, follow } => self.asked(*question, list, follow, &mut items),
                Seed::Group(row, inner) => {
                    let row = self.named(row);
                    items.push(Item::Group(Group { row, items: self.items(inner) }));
                }
                Seed::Repeat(repeat, inner) => {
                    let row = self.named(repeat.row.clone());
                    items.push(Item::Repeat(Repeat { row, items: self.items(inner), ..repeat }));
                }
            }
        }
        items
    }

    fn named(&mut self, row: Row) -> Row {
        self.count += 1;
        Row { name: format!("q{}", self.count), ..row }
    }

    fn asked(&mut self, mut question: Question, list: usize, follow: Follow, items: &mut Vec<Item>) {
        question.row = self.named(question.row);
        match &mut question.kind {
            QuestionType::SelectOne(name) | QuestionType::SelectMultiple(name) if list > 2 => {
                *name = ["towns.csv", "ports.geojson"][list - 3].to_owned();
                let (name, choices) = (name.clone(), self.files[list - 3].clone());
                if self.lists.iter().all(|list| list.name != name) {
                    self.lists.push(ChoiceList { name, choices });
                }
            }
            QuestionType::SelectOne(name) | QuestionType::SelectMultiple(name) | QuestionType::Rank(name) => {
                *name = format!("list{}", list % 3);
            }
            _ => self.without_a_list(&mut question),
        }
        // A default that is no expression must be a code of the list.
        let list = question.kind.list().map(str::to_owned);
        if let Some(list) = &list {
            question.default = String::new();
            question.or_other = follow != Follow::Nothing;
            if follow == Follow::Made {
                question.choice_filter = String::new();
            }
            // The follow-up's rule must name a choice.
            if follow != Follow::Nothing {
                self.add_other(list);
            }
        }
        let mut follow_up = other::follow_up(&question.row.name, &self.languages);
        items.push(Item::Question(Box::new(question)));
        if list.is_some() && follow != Follow::Nothing {
            if follow == Follow::Reworded {
                follow_up.row.hint = Text::single(self.languages[0].clone(), "In a word");
            }
            items.push(Item::Question(Box::new(follow_up)));
        }
    }

    fn without_a_list(&self, question: &mut Question) {
        // A default that is no expression must be an answer to its question.
        if question.kind != QuestionType::Text && !question.default.is_empty() {
            question.default = format!("concat({}, '')", quoted(&question.default));
        }
        let written = question.row.extra.get("type").map(String::as_str);
        match (&question.kind, written) {
            // A calculation has something to compute.
            (QuestionType::Calculate, None) => compute(&mut question.calculation),
            // A question that computes without any wording becomes a calculation.
            (QuestionType::Calculate, Some(_)) => {
                compute(&mut question.calculation);
                question.row.label = Text::default();
                question.row.hint = Text::default();
            }
            // The importer fills in what a percentage lacks.
            (QuestionType::Integer, Some(_)) => {
                compute(&mut question.constraint);
                question.unit.insert(0, '%');
            }
            _ => {}
        }
    }

    /// As the importer does it: at the end of a list that has none.
    fn add_other(&mut self, name: &str) {
        let Some(list) = self.lists.iter_mut().find(|list| list.name == name) else { return };
        if list.choices.iter().all(|choice| choice.name != other::OTHER) {
            list.choices.push(other::choice(&self.languages));
        }
    }
}
