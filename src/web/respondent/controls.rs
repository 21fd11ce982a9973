//! Which control a question has, by its type and appearance, and what stands in it.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::{
    fields::Blocks,
    view::{Block, ChoiceView, FileView, Part, Rank},
};
use crate::questionnaire::{
    answer::Answer,
    definition::{Choice, Question, QuestionType, Range},
    input::{DATE_PARTS, NumberStyle, date_fields, first_date_part, rank_field, time_field, write_time},
    instance::NodeId,
    path::Path,
};

/// More choices than these are a list to open, unless they are asked for otherwise.
const MOST_RADIOS: usize = 12;
/// More boxes than these scroll in a frame of their own.
const MOST_BOXES: usize = 25;
/// A range with more steps than these is typed.
const MOST_STEPS: i64 = 10;

/// What a control is made of.
#[derive(Clone, Copy)]
pub(super) struct Control<'a> {
    pub node: NodeId,
    pub question: &'a Question,
    pub path: &'a Path,
    pub given: Option<&'a Answer>,
}

impl Blocks<'_> {
    pub(super) fn control(&self, block: &mut Block, control: Control<'_>) {
        let Control { node, question, path, given } = control;
        let row = &question.row;
        let choices = || self.work.questionnaire.choices(&self.work.instance, node, self.environment);
        let style = NumberStyle::of_language(self.reader.language);
        match &question.kind {
            QuestionType::SelectOne(_) => {
                let choices = choices();
                let is_list = row.appears("minimal") || row.appears("autocomplete") || choices.len() > MOST_RADIOS;
                block.kind = if is_list { "list" } else { "one" };
                block.looks = looks(question);
                block.options = self.options(block, &choices, control);
            }
            QuestionType::SelectMultiple(_) => {
                let choices = choices();
                let is_framed = row.appears("minimal") || row.appears("autocomplete") || choices.len() > MOST_BOXES;
                block.kind = if is_framed { "many-list" } else { "many" };
                block.looks = looks(question);
                block.options = self.options(block, &choices, control);
            }
            QuestionType::Acknowledge => {
                block.kind = "acknowledge";
                block.value = if matches!(given, Some(Answer::Choice(_))) { "OK".to_owned() } else { String::new() };
            }
            QuestionType::Rank(_) => {
                block.kind = "rank";
                block.ranks = self.ranks(block, &choices(), control);
            }
            QuestionType::Date => {
                block.kind = "parts";
                block.parts = self.date_parts(block, control);
            }
            QuestionType::DateTime => {
                block.kind = "parts";
                block.format = self.reader.say("time-format", &[]);
                block.parts = self.date_parts(block, control);
                block.parts.push(self.time_part(block, path, given));
            }
            QuestionType::Time => {
                block.kind = "text";
                block.looks = "input--10".to_owned();
                block.format = self.reader.say("time-format", &[]);
                block.value = plain(given, style, false);
            }
            QuestionType::File | QuestionType::Image => {
                block.kind = "file";
                block.files = files(given);
            }
            QuestionType::Range(range) => self.range(block, range, control, style),
            QuestionType::Integer | QuestionType::Decimal => {
                block.kind = "number";
                block.input_mode = if question.kind == QuestionType::Integer { "numeric" } else { "decimal" };
                block.value = plain(given, style, row.appears("thousands-sep"));
            }
            QuestionType::Point => {
                block.kind = "text";
                block.looks = "input--20".to_owned();
                block.format = self.reader.say("point-format", &[]);
                block.value = plain(given, style, false);
            }
            QuestionType::Text
            | QuestionType::Note
            | QuestionType::Calculate
            | QuestionType::Hidden
            | QuestionType::Metadata(_) => {
                let is_long = row.appears("multiline") || block.max_length > 200;
                block.lines =
                    question.parameters.get("rows").and_then(|rows| rows.parse().ok()).unwrap_or(5).clamp(2, 30);
                block.kind = if is_long || question.parameters.contains_key("rows") { "long-text" } else { "text" };
                block.looks = "input--wide".to_owned();
                block.input_mode = if row.appears("numbers") { "numeric" } else { "" };
                block.value = plain(given, style, false);
            }
        }
    }

    /// What is offered, and then what was answered when more was offered: marked, so that nobody loses it unseen.
    fn options(&self, block: &Block, choices: &[Cow<'_, Choice>], control: Control<'_>) -> Vec<ChoiceView> {
        let chosen: Vec<&str> = match control.given {
            Some(Answer::Choice(chosen)) => vec![chosen],
            Some(Answer::Choices(chosen) | Answer::Ranking(chosen)) => chosen.iter().map(String::as_str).collect(),
            Some(Answer::Unparsed(text)) => {
                text.split(' ').map(|word| word.split('=').next().unwrap_or(word)).collect()
            }
            _ => Vec::new(),
        };
        let at = self.at(control.node);
        let offered = choices.iter().map(|choice| {
            let label = self.reader.read_at(&choice.label, at);
            (choice.name.clone(), if label.is_empty() { choice.name.clone() } else { label })
        });
        let is_stale = |name: &&&str| !name.is_empty() && !choices.iter().any(|choice| choice.name == ***name);
        let stale = chosen.iter().filter(is_stale).map(|name| {
            let label = self.reader.choice_by(&control.question.kind, name, &|text| self.reader.read_at(text, at));
            ((*name).to_owned(), self.reader.say("choice-stale", &[("label", &label)]))
        });
        let stale: Vec<(String, String)> = stale.collect();
        // A radio that is ticked cannot be cleared, and nothing that is offered may be right.
        let none =
            (!stale.is_empty() && block.kind == "one").then(|| (String::new(), self.reader.say("choice-none", &[])));
        (0_u32..)
            .zip(offered.chain(stale).chain(none))
            .map(|(index, (value, label))| ChoiceView {
                // The first control has the field's own id, so that links from the error panel reach it.
                id: if index == 0 { block.id.clone() } else { format!("{}--{index}", block.id) },
                chosen: chosen.contains(&value.as_str()),
                value,
                label,
                mark: String::new(),
            })
            .collect()
    }

    fn ranks(&self, block: &Block, choices: &[Cow<'_, Choice>], control: Control<'_>) -> Vec<Rank> {
        let most = control.question.ranks.unwrap_or(u32::try_from(choices.len()).unwrap_or(u32::MAX));
        let rank_of = |name: &str| match control.given {
            Some(Answer::Ranking(names)) => {
                names.iter().position(|other| other == name).map(|place| (place + 1).to_string())
            }
            Some(Answer::Unparsed(words)) => {
                words.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
            }
            _ => None,
        };
        let rank = |option: ChoiceView| {
            let current = rank_of(&option.value);
            let options = (1..=most).map(|rank| ChoiceView {
                id: String::new(),
                value: rank.to_string(),
                label: rank.to_string(),
                chosen: current.as_deref() == Some(rank.to_string().as_str()),
                mark: String::new(),
            });
            let field = rank_field(control.path, &option.value);
            Rank { field, id: option.id, label: option.label, options: options.collect() }
        };
        self.options(block, choices, control).into_iter().map(rank).collect()
    }

    fn date_parts(&self, block: &Block, control: Control<'_>) -> Vec<Part> {
        let parts = |date: &NaiveDate| [date.day().to_string(), date.month().to_string(), date.year().to_string()];
        let values = match control.given {
            Some(Answer::Date(date)) => parts(date),
            Some(Answer::DateTime(moment)) => parts(&moment.date()),
            Some(Answer::Unparsed(text)) => {
                let date = text.split(' ').next().unwrap_or(text);
                let mut parts = date.splitn(3, '/').map(str::to_owned);
                std::array::from_fn(|_| parts.next().unwrap_or_default())
            }
            _ => Default::default(),
        };
        let first = first_date_part(control.question);
        let fields = date_fields(control.path);
        let all = DATE_PARTS.into_iter().zip(fields).zip(values).enumerate().skip(first);
        all.map(|(place, ((part, field), value))| Part {
            id: if place == first { block.id.clone() } else { format!("{}--{part}", block.id) },
            field,
            label: self.reader.say(&format!("date-{part}"), &[]),
            value,
            width: if part == "year" { 4 } else { 2 },
            input_mode: "numeric",
        })
        .collect()
    }

    fn time_part(&self, block: &Block, path: &Path, given: Option<&Answer>) -> Part {
        let value = match given {
            Some(Answer::DateTime(moment)) => write_time(moment.time()),
            Some(Answer::Unparsed(text)) => text.split_once(' ').map(|(_, time)| time.to_owned()).unwrap_or_default(),
            _ => String::new(),
        };
        Part {
            id: format!("{}--time", block.id),
            field: time_field(path),
            label: self.reader.say("date-time", &[]),
            value,
            width: 10,
            input_mode: "text",
        }
    }

    /// A slider says neither its bounds nor its value to everybody: a few steps are radios, more are typed.
    fn range(&self, block: &mut Block, range: &Range, control: Control<'_>, style: NumberStyle) {
        let Control { question, given, .. } = control;
        let bounds = (range.start.parse::<Decimal>(), range.end.parse::<Decimal>(), range.step.parse::<Decimal>());
        let (Ok(start), Ok(end), Ok(step)) = bounds else { return };
        let write = |number: Decimal| style.write(number);
        let steps = steps_of(start, end, step);
        let is_typed = matches!(given, Some(Answer::Unparsed(_)))
            || matches!(given, Some(Answer::Number(number)) if !steps.as_ref().is_some_and(|steps| steps.contains(number)));
        let Some(steps) = steps.filter(|_| !is_typed) else {
            let arguments =
                [("least", write(start.min(end))), ("most", write(start.max(end))), ("step", write(step.abs()))];
            let arguments = arguments.each_ref().map(|(name, value)| (*name, value.as_str()));
            let key = if step.abs() == Decimal::ONE { "range-format" } else { "range-format-steps" };
            block.format = self.reader.say(key, &arguments);
            block.kind = "number";
            block.input_mode = "decimal";
            block.value = plain(given, style, question.row.appears("thousands-sep"));
            return;
        };
        let is_rating = question.row.appears("rating");
        let labels = question.parameters.get("tick_labelset");
        let labels = labels.and_then(|list| self.work.questionnaire.definition.choice_list(list));
        let most = write(start.max(end));
        block.kind = "scale";
        block.looks = if is_rating { "scale--rating" } else { "scale--numbers" }.to_owned();
        let option = |(index, number): (u32, Decimal)| {
            let value = write(number);
            let unit = if question.unit.is_empty() { String::new() } else { format!("\u{a0}{}", question.unit) };
            let named = labels.and_then(|list| list.choices.iter().find(|choice| choice.name.parse() == Ok(number)));
            let named = named.map(|choice| self.reader.read_at(&choice.label, self.at(control.node)));
            let said = self.reader.say("rating-of", &[("value", &value), ("most", &most)]);
            ChoiceView {
                id: if index == 0 { block.id.clone() } else { format!("{}--{index}", block.id) },
                label: named.clone().unwrap_or(if is_rating { said } else { format!("{value}{unit}") }),
                mark: if is_rating && named.is_none() { value.clone() } else { String::new() },
                chosen: given == Some(&Answer::Number(number.normalize())),
                value,
            }
        };
        block.options = (0_u32..).zip(steps).map(option).collect();
    }
}

/// The steps of a range, where they are few.
fn steps_of(start: Decimal, end: Decimal, step: Decimal) -> Option<Vec<Decimal>> {
    let step = if end < start { -step.abs() } else { step.abs() };
    let count = end.checked_sub(start)?.checked_div(step)?.trunc();
    let count = i64::try_from(count).ok().filter(|count| (1..=MOST_STEPS).contains(count))?;
    Some((0..=count).map(|place| (start + step * Decimal::from(place)).normalize()).collect())
}

/// The classes of a list of choices.
fn looks(question: &Question) -> String {
    let appears = |word: &str| question.row.appears(word);
    let count =
        question.row.appearance.split_whitespace().find_map(|word| word.strip_prefix("columns-")?.parse::<u8>().ok());
    let class = match () {
        () if appears("likert") => "choices--likert",
        () if matches!(count, Some(2..=6)) => {
            return format!("choices--columns choices--columns-{}", count.unwrap_or(2));
        }
        () if appears("columns") => "choices--columns",
        () if appears("columns-pack")
            || appears("compact")
            || appears("horizontal")
            || appears("horizontal-compact") =>
        {
            "choices--packed"
        }
        () => "",
    };
    class.to_owned()
}

fn files(given: Option<&Answer>) -> Vec<FileView> {
    let Some(Answer::Files(files)) = given else { return Vec::new() };
    let view = |file: &crate::questionnaire::answer::FileReference| FileView {
        id: file.file.to_string(),
        name: file.name.clone(),
        kilobytes: file.size.div_ceil(1024),
    };
    files.iter().map(view).collect()
}

/// What a text control holds.
fn plain(given: Option<&Answer>, style: NumberStyle, in_groups: bool) -> String {
    match given {
        Some(Answer::Text(text) | Answer::Unparsed(text)) => text.clone(),
        Some(Answer::Number(number)) if in_groups => style.write(*number),
        Some(Answer::Number(number)) => style.write_plain(*number),
        Some(Answer::Time(time)) => write_time(*time),
        _ => String::new(),
    }
}
