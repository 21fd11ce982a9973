//! The parameters column: `name=value` pairs, which of them a type takes, and what their values may be.

use std::ops::Range as Span;

use rust_decimal::Decimal;

use super::{
    code::Code, column::Column, names::is_name, nearest::nearest, origins::Origin, problem::Problem, survey::Reader,
    table::RowView,
};
use crate::questionnaire::definition::{Question, QuestionType, Range};

/// The columns of a file of choices.
#[derive(Debug)]
pub(super) struct FileColumns {
    pub value: String,
    pub label: String,
}

/// Parameters of devices, which are kept and do nothing.
const IGNORED: [&str; 7] = [
    "max-pixels",
    "app",
    "quality",
    "allow-mock-accuracy",
    "capture-accuracy",
    "warning-accuracy",
    "reference-geometry",
];

/// One pair, with its place in the cell.
#[derive(Debug)]
struct Parameter<'a> {
    name: String,
    value: &'a str,
    span: Span<usize>,
}

/// A parameter that names many places.
#[derive(Debug)]
pub(super) struct Geometry {
    origin: Origin,
    span: Span<usize>,
    value: String,
}

/// Reads the cell into the question.
pub(super) fn read(
    reader: &mut Reader<'_>,
    view: RowView<'_>,
    question: &mut Question,
    from_file: bool,
) -> FileColumns {
    let origin = view.origin(view.text(Column::Name), Column::Parameters);
    let mut found = Vec::new();
    for span in words(&origin.text) {
        let word = origin.text.get(span.clone()).unwrap_or_default();
        match word.split_once('=') {
            Some((name, value)) if !name.is_empty() && !value.is_empty() && !value.contains('=') => {
                found.push(Parameter { name: name.to_lowercase(), value, span });
            }
            Some(_) | None => reader.say(Problem::in_cell(&origin, Code::MalformedParameter, &[word], Some(span))),
        }
    }
    let allowed = allowed(&written_type(view), &question.kind, from_file);
    for parameter in &found {
        check(reader, view, &origin, parameter, allowed);
        question.parameters.insert(parameter.name.clone(), parameter.value.to_owned());
    }
    let seeded = found.iter().find(|parameter| parameter.name == "seed");
    if let Some(seed) = seeded
        && !question.parameters.get("randomize").is_some_and(|value| value.eq_ignore_ascii_case("true"))
    {
        invalid(reader, &origin, seed, "used together with randomize=true");
    }
    if written_type(view) == "audit" {
        audit(reader, &origin, &found);
    }
    if let QuestionType::Range(range) = &question.kind {
        let range = bounds(reader, &origin, range, &found);
        super::range::check(reader, &origin, &range, &question.parameters, &question.row.appearance);
        question.kind = QuestionType::Range(range);
    }
    let is_geojson = question.kind.list().is_some_and(|list| list.to_lowercase().ends_with(".geojson"));
    let (value, label) = if is_geojson { ("id", "title") } else { ("name", "label") };
    let column = |name: &str, usual: &str| question.parameters.get(name).map_or(usual, String::as_str).to_owned();
    FileColumns { value: column("value", value), label: column("label", label) }
}

/// The parameters of a type; `None`: whatever is written rides along.
fn allowed(written: &str, kind: &QuestionType, from_file: bool) -> Option<&'static [&'static str]> {
    match written {
        "audio" => return Some(&["quality"]),
        "audit" => {
            return Some(&[
                "identify-user",
                "location-max-age",
                "location-min-interval",
                "location-priority",
                "track-changes",
                "track-changes-reasons",
            ]);
        }
        _ => {}
    }
    match kind {
        QuestionType::Range(_) => Some(&["start", "end", "step", "tick_interval", "placeholder", "tick_labelset"]),
        QuestionType::SelectOne(_) | QuestionType::SelectMultiple(_) | QuestionType::Rank(_) if from_file => {
            Some(&["randomize", "seed", "value", "label"])
        }
        QuestionType::SelectOne(_) | QuestionType::SelectMultiple(_) | QuestionType::Rank(_) => {
            Some(&["randomize", "seed"])
        }
        QuestionType::Text => Some(&["rows"]),
        QuestionType::Image => Some(&["max-pixels", "app"]),
        QuestionType::Point => {
            Some(&["allow-mock-accuracy", "capture-accuracy", "warning-accuracy", "reference-geometry"])
        }
        QuestionType::Integer
        | QuestionType::Decimal
        | QuestionType::Date
        | QuestionType::Time
        | QuestionType::DateTime
        | QuestionType::File
        | QuestionType::Acknowledge
        | QuestionType::Note
        | QuestionType::Calculate
        | QuestionType::Hidden
        | QuestionType::Metadata(_) => None,
    }
}

fn check(
    reader: &mut Reader<'_>,
    view: RowView<'_>,
    origin: &Origin,
    parameter: &Parameter<'_>,
    allowed: Option<&[&str]>,
) {
    let name = parameter.name.as_str();
    if let Some(allowed) = allowed.filter(|allowed| !allowed.contains(&name)) {
        let problem = Problem::in_cell(
            origin,
            Code::UnknownParameter,
            &[name, &allowed.join(", ")],
            Some(parameter.span.clone()),
        );
        return reader.say(problem.suggesting(nearest(name, allowed.iter().copied()).map(str::to_owned)));
    }
    if IGNORED.contains(&name) {
        reader.say(Problem::in_cell(origin, Code::Ignored, &[name], Some(parameter.span.clone())));
    }
    // A picture that is drawn or signed opens no other program.
    let drawn = name == "app" && !matches!(view.text(Column::Appearance), "" | "annotate");
    let must = must(name, parameter.value).filter(|_| !drawn);
    if name == "reference-geometry" {
        // What it names may follow further down.
        let span = parameter.span.clone();
        reader.survey.geometries.push(Geometry { origin: origin.clone(), span, value: parameter.value.to_owned() });
    }
    if let Some(must) = must {
        invalid(reader, origin, parameter, must);
    }
}

/// Reports parameters that must name many places (a list, a file of choices or a repeat) and do not.
pub(super) fn check_geometries(reader: &mut Reader<'_>) {
    for Geometry { origin, span, value } in std::mem::take(&mut reader.survey.geometries) {
        let repeat = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let fine = repeat.map_or_else(|| reader.lists.has_any(&value), |name| reader.survey.names.is_repeat(name));
        if !fine {
            let must = "a list of choices, the name of a file of choices, or a reference to a repeat";
            let names = ["reference-geometry", value.as_str(), must];
            reader.say(Problem::in_cell(&origin, Code::InvalidParameter, &names, Some(span)));
        }
    }
}

/// The type without the differences that do not matter.
fn written_type(view: RowView<'_>) -> String {
    view.text(Column::Type).trim().to_lowercase()
}

/// Places are recorded with all three settings or not at all.
fn audit(reader: &mut Reader<'_>, origin: &Origin, found: &[Parameter<'_>]) {
    let find = |name: &str| found.iter().find(|parameter| parameter.name == name);
    let places = ["location-priority", "location-min-interval", "location-max-age"].map(find);
    let Some(given) = places.iter().flatten().next() else { return };
    if places.iter().any(Option::is_none) {
        let must = "used together with location-priority, location-min-interval and location-max-age";
        return invalid(reader, origin, given, must);
    }
    if let [_, Some(interval), Some(age)] = places
        && let (Ok(least), Ok(most)) = (interval.value.parse::<u64>(), age.value.parse::<u64>())
        && most < least
    {
        invalid(reader, origin, age, "at least location-min-interval");
    }
}

/// What a value must be that is something else.
fn must(name: &str, value: &str) -> Option<&'static str> {
    let is_number = value.parse::<Decimal>().is_ok();
    let is_bool = matches!(value.to_ascii_lowercase().as_str(), "true" | "false");
    let (fine, must) = match name {
        "randomize" | "allow-mock-accuracy" => (is_bool, "true or false"),
        "capture-accuracy" | "warning-accuracy" => (is_number, "a number"),
        "seed" => (is_number || (value.starts_with("${") && value.ends_with('}')), "a number or a reference"),
        "rows" => (value.parse::<u16>().is_ok(), "a whole number"),
        "max-pixels" => (value.parse::<u32>().is_ok(), "a whole number"),
        "quality" => {
            (["voice-only", "low", "normal", "external"].contains(&value), "voice-only, low, normal or external")
        }
        "identify-user" | "track-changes" => (is_bool, "true or false"),
        "track-changes-reasons" => (value == "on-form-edit", "on-form-edit"),
        "location-priority" => (
            ["no-power", "low-power", "balanced", "high-accuracy"].contains(&value),
            "no-power, low-power, balanced or high-accuracy",
        ),
        "location-min-interval" | "location-max-age" => (value.parse::<u64>().is_ok(), "a whole number of seconds"),
        "value" | "label" => (is_name(value), "the name of a column of the file"),
        "app" => (is_package(value), "the name of a package"),
        _ => (true, ""),
    };
    (!fine).then_some(must)
}

/// `org.example.program`
fn is_package(name: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    name.contains('.') && name.split('.').all(is_word)
}

fn bounds(reader: &mut Reader<'_>, origin: &Origin, usual: &Range, found: &[Parameter<'_>]) -> Range {
    let mut bound = |name: &str, usual: &str| {
        let Some(parameter) = found.iter().find(|parameter| parameter.name == name) else { return usual.to_owned() };
        if parameter.value.parse::<Decimal>().is_err() {
            invalid(reader, origin, parameter, "a number");
            return usual.to_owned();
        }
        parameter.value.to_owned()
    };
    Range { start: bound("start", &usual.start), end: bound("end", &usual.end), step: bound("step", &usual.step) }
}

fn invalid(reader: &mut Reader<'_>, origin: &Origin, parameter: &Parameter<'_>, must: &str) {
    let names = [parameter.name.as_str(), parameter.value, must];
    reader.say(Problem::in_cell(origin, Code::InvalidParameter, &names, Some(parameter.span.clone())));
}

/// What stands between white space, commas and semicolons.
fn words(text: &str) -> Vec<Span<usize>> {
    let mut words: Vec<Span<usize>> = Vec::new();
    let mut start = None;
    for (index, character) in text.char_indices().chain([(text.len(), ' ')]) {
        let separates = character.is_whitespace() || matches!(character, ',' | ';');
        match start {
            None if !separates => start = Some(index),
            Some(begin) if separates => {
                words.push(begin..index);
                start = None;
            }
            Some(_) | None => {}
        }
    }
    words
}
