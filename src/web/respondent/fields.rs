//! How a page's blocks come about: fields, grids, repeats, headings and notes.

use std::{borrow::Cow, collections::HashMap};

use crate::{
    questionnaire::{
        answer::{Answer, NonAnswer},
        compile::{Place, PlaceItem},
        definition::{Choice, Question, QuestionType},
        expression::Environment,
        input::{NumberStyle, date_fields, non_answer_field, rank_field, version_field},
        instance::NodeId,
        path::Path,
        schema::{SlotId, SlotKind},
        validation::Violation,
    },
    web::respondent::{
        view::{Block, ChoiceView, EntryView, FileView, NonAnswerGroup, Part, Rank},
        wording::Reader,
        work::{Container, Work},
    },
};
use chrono::Datelike;

/// Everything that blocks are made of.
pub struct Blocks<'a> {
    pub work: &'a Work,
    pub reader: Reader<'a>,
    pub environment: &'a Environment<'a>,
    /// Messages by path; empty where a page is shown without its errors.
    pub errors: HashMap<String, String>,
}

/// The id of a field's first control.
#[must_use]
pub fn html_id(path: &str) -> String {
    format!("f-{}", path.replace('/', "-"))
}

/// Messages for the violations of a page, by path.
#[must_use]
pub fn messages(reader: &Reader<'_>, violations: &[Violation]) -> HashMap<String, String> {
    let mut messages = HashMap::new();
    for violation in violations {
        messages.entry(violation.path.to_string()).or_insert_with(|| reader.violation(violation));
    }
    messages
}

impl Blocks<'_> {
    /// The blocks of a page. The heading of a section's only group is the page's own.
    #[must_use]
    pub fn of(&self, container: &Container) -> Vec<Block> {
        let mut blocks = Vec::new();
        for slot in &container.slots {
            self.add(container.node, *slot, true, &mut blocks);
        }
        blocks
    }

    fn add(&self, around: NodeId, slot: SlotId, top: bool, blocks: &mut Vec<Block>) {
        let schema = &self.work.questionnaire.schema;
        let instance = &self.work.instance;
        if schema.get(slot).kind == SlotKind::Repeat {
            if instance.is_relevant(around) {
                blocks.push(self.repeat(around, slot));
            }
            return;
        }
        let child = instance.get(around).children.iter().copied().find(|child| instance.get(*child).slot == slot);
        let Some(node) = child.filter(|node| instance.is_relevant(*node)) else { return };
        let place = self.work.questionnaire.place(slot);
        match &place.item {
            PlaceItem::Question(question) => blocks.extend(self.question(node, place, question)),
            PlaceItem::Group if place.row.appears("table-list") => blocks.push(self.grid(node, slot, place)),
            PlaceItem::Root | PlaceItem::Group | PlaceItem::Repeat { .. } => {
                if !top && !self.reader.read(&place.row.label).is_empty() {
                    blocks.push(Block { kind: "heading", ..self.start(node, place) });
                }
                for child in &schema.get(slot).children {
                    self.add(node, *child, false, blocks);
                }
            }
        }
    }

    /// What every block of a row has.
    fn start(&self, node: NodeId, place: &Place) -> Block {
        let path = self.work.instance.path_of(node).to_string();
        Block {
            id: html_id(&path),
            label: self.reader.label(place),
            number: place.row.number.clone(),
            hint: self.reader.read(&place.row.hint),
            version: self.work.version_of(&path),
            name: path,
            response: self.work.assignment.response.id.to_string(),
            ..Block::default()
        }
    }

    fn grid(&self, node: NodeId, slot: SlotId, place: &Place) -> Block {
        let mut grid = Block { kind: "grid", ..self.start(node, place) };
        let mut rows = Vec::new();
        for child in &self.work.questionnaire.schema.get(slot).children {
            self.add(node, *child, false, &mut rows);
        }
        grid.columns =
            rows.first().map(|row| row.options.iter().map(|option| option.label.clone()).collect()).unwrap_or_default();
        grid.rows = rows;
        grid
    }

    fn question(&self, node: NodeId, place: &Place, question: &Question) -> Option<Block> {
        let (work, instance) = (self.work, &self.work.instance);
        let mut block = self.start(node, place);
        block.guidance = self.reader.read(&question.guidance);
        if question.kind == QuestionType::Note {
            return Some(Block { kind: "note", ..block });
        }
        if !question.kind.is_asked() {
            return None;
        }
        let path = instance.path_of(node);
        let untouched = (block.version == 0).then(|| work.prefill.get(&path)).flatten();
        let stored = instance.answer(node).or(untouched);
        if work.questionnaire.is_read_only(instance, node, self.environment) {
            let shown = stored.map(|answer| self.reader.answer(question, answer).join(", "));
            return Some(Block { kind: "shown", value: shown.unwrap_or_default(), ..block });
        }
        block.error = self.errors.get(&block.name).cloned().unwrap_or_default();
        block.required = work.questionnaire.is_required(instance, node, self.environment);
        block.version_field = version_field(&path);
        block.unit = question.unit.clone();
        block.max_length = question.max_length.unwrap_or(0);
        let (given, non_answer) = match stored {
            Some(Answer::NonAnswer(non_answer)) => (None, Some(*non_answer)),
            Some(Answer::Both { answer, non_answer }) => (Some(&**answer), Some(*non_answer)),
            other => (other, None),
        };
        block.non_answer_field = non_answer_field(&path);
        block.non_answers = self.non_answers(place, &block.id, non_answer);
        self.control(&mut block, node, question, &path, given);
        block.described_by = described_by(&block);
        Some(block)
    }

    fn control(&self, block: &mut Block, node: NodeId, question: &Question, path: &Path, given: Option<&Answer>) {
        let choices = || self.work.questionnaire.choices(&self.work.instance, node, self.environment);
        match &question.kind {
            QuestionType::SelectOne(_) => {
                let choices = choices();
                let is_long =
                    choices.len() > 12 || question.row.appears("minimal") || question.row.appears("autocomplete");
                block.kind = if is_long { "list" } else { "one" };
                block.options = self.options(block, &choices, given);
            }
            QuestionType::SelectMultiple(_) => {
                let choices = choices();
                block.kind = if choices.len() > 25 { "many-list" } else { "many" };
                block.options = self.options(block, &choices, given);
            }
            QuestionType::Acknowledge => {
                block.kind = "acknowledge";
                block.value = if matches!(given, Some(Answer::Choice(_))) { "OK".to_owned() } else { String::new() };
            }
            QuestionType::Rank(_) => {
                block.kind = "rank";
                block.ranks = self.ranks(block, question, path, &choices(), given);
            }
            QuestionType::Date => {
                block.kind = "date";
                block.parts = self.date_parts(block, path, given);
            }
            QuestionType::File | QuestionType::Image => {
                block.kind = "file";
                if let Some(Answer::Files(files)) = given {
                    block.files = files
                        .iter()
                        .map(|file| FileView {
                            id: file.file.to_string(),
                            name: file.name.clone(),
                            kilobytes: file.size.div_ceil(1024),
                        })
                        .collect();
                }
            }
            QuestionType::Text if question.row.appears("multiline") || block.max_length > 200 => {
                block.kind = "long-text";
                block.value = plain(given, self.reader.language);
            }
            QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => {
                block.kind = "number";
                block.value = plain(given, self.reader.language);
            }
            QuestionType::Time => {
                block.kind = "time";
                block.value = plain(given, self.reader.language);
            }
            QuestionType::DateTime => {
                block.kind = "datetime";
                block.value = plain(given, self.reader.language);
            }
            QuestionType::Text
            | QuestionType::Point
            | QuestionType::Note
            | QuestionType::Calculate
            | QuestionType::Hidden
            | QuestionType::Metadata(_) => {
                block.kind = "text";
                block.value = plain(given, self.reader.language);
            }
        }
    }

    fn options(&self, block: &Block, choices: &[Cow<'_, Choice>], given: Option<&Answer>) -> Vec<ChoiceView> {
        let chosen = |name: &String| match given {
            Some(Answer::Choice(chosen)) => chosen == name,
            Some(Answer::Choices(chosen)) => chosen.contains(name),
            _ => false,
        };
        (0_u32..)
            .zip(choices)
            .map(|(index, choice)| {
                let label = self.reader.read(&choice.label);
                ChoiceView {
                    // The first control has the field's own id, so that links from the error panel reach it.
                    id: if index == 0 { block.id.clone() } else { format!("{}--{index}", block.id) },
                    value: choice.name.clone(),
                    label: if label.is_empty() { choice.name.clone() } else { label },
                    chosen: chosen(&choice.name),
                }
            })
            .collect()
    }

    fn ranks(
        &self,
        block: &Block,
        question: &Question,
        path: &Path,
        choices: &[Cow<'_, Choice>],
        given: Option<&Answer>,
    ) -> Vec<Rank> {
        let most = question.ranks.unwrap_or(u32::try_from(choices.len()).unwrap_or(u32::MAX));
        let rank_of = |name: &str| match given {
            Some(Answer::Ranking(names)) => {
                names.iter().position(|other| other == name).map(|place| (place + 1).to_string())
            }
            Some(Answer::Unparsed(words)) => {
                words.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
            }
            _ => None,
        };
        (0_u32..)
            .zip(self.options(block, choices, None))
            .map(|(_, option)| {
                let current = rank_of(&option.value);
                let options = (1..=most).map(|rank| ChoiceView {
                    id: String::new(),
                    value: rank.to_string(),
                    label: rank.to_string(),
                    chosen: current.as_deref() == Some(rank.to_string().as_str()),
                });
                Rank {
                    field: rank_field(path, &option.value),
                    id: option.id,
                    label: option.label,
                    options: options.collect(),
                }
            })
            .collect()
    }

    fn date_parts(&self, block: &Block, path: &Path, given: Option<&Answer>) -> Vec<Part> {
        let values = match given {
            Some(Answer::Date(date)) => [date.day().to_string(), date.month().to_string(), date.year().to_string()],
            Some(Answer::Unparsed(text)) => {
                let mut parts = text.splitn(3, '/').map(str::to_owned);
                std::array::from_fn(|_| parts.next().unwrap_or_default())
            }
            _ => Default::default(),
        };
        let fields = date_fields(path);
        ["day", "month", "year"]
            .into_iter()
            .zip(fields)
            .zip(values)
            .map(|((part, field), value)| Part {
                id: if part == "day" { block.id.clone() } else { format!("{}--{part}", block.id) },
                field,
                label: self.reader.say(&format!("date-{part}"), &[]),
                value,
                width: if part == "year" { 4 } else { 2 },
            })
            .collect()
    }

    fn non_answers(&self, place: &Place, id: &str, chosen: Option<NonAnswer>) -> Vec<NonAnswerGroup> {
        place
            .non_answers
            .iter()
            .map(|kind| NonAnswerGroup {
                label: self.reader.say(&format!("non-answer-{}", kind.code()), &[]),
                options: NonAnswer::all(*kind)
                    .map(|non_answer| ChoiceView {
                        id: id.to_owned(),
                        value: non_answer.code(),
                        label: self.reader.non_answer(non_answer),
                        chosen: chosen == Some(non_answer),
                    })
                    .collect(),
            })
            .collect()
    }

    fn repeat(&self, around: NodeId, slot: SlotId) -> Block {
        let (work, instance) = (self.work, &self.work.instance);
        let questionnaire = &work.questionnaire;
        let place = questionnaire.place(slot);
        let path = instance.entry_path_of(around).question(&place.row.name);
        let name = path.to_string();
        let nodes = instance.get(around).children.iter().copied().filter(|child| instance.get(*child).slot == slot);
        let entries: Vec<EntryView> = nodes
            .map(|node| EntryView {
                path: instance.entry_path_of(node).to_string(),
                position: instance.get(node).position,
                title: self.entry_title(node),
                problems: questionnaire.validate_inside(instance, node, self.environment).len(),
            })
            .collect();
        let most = usize::try_from(questionnaire.max_entries(slot)).unwrap_or(usize::MAX);
        let non_answer = match work.answers.get(&path) {
            Some(Answer::NonAnswer(non_answer)) => Some(*non_answer),
            _ => None,
        };
        let id = html_id(&name);
        Block {
            kind: "repeat",
            label: self.reader.label(place),
            number: place.row.number.clone(),
            hint: self.reader.read(&place.row.hint),
            error: self.errors.get(&name).cloned().unwrap_or_default(),
            version_field: version_field(&path),
            version: work.version_of(&name),
            non_answer_field: non_answer_field(&path),
            non_answers: if entries.is_empty() { self.non_answers(place, &id, non_answer) } else { Vec::new() },
            can_add: entries.len() < most,
            entries,
            id,
            name,
            ..Block::default()
        }
    }

    /// What an entry is called: its first answers.
    fn entry_title(&self, node: NodeId) -> String {
        let (work, instance) = (self.work, &self.work.instance);
        let mut parts = Vec::new();
        for child in &instance.get(node).children {
            let place = work.questionnaire.place(instance.get(*child).slot);
            let (Some(question), Some(answer)) = (place.question(), instance.answer(*child)) else { continue };
            parts.extend(self.reader.answer(question, answer).into_iter().next());
            if parts.len() == 2 {
                break;
            }
        }
        parts.join(", ")
    }
}

/// What a text control holds.
fn plain(given: Option<&Answer>, language: &str) -> String {
    match given {
        Some(Answer::Text(text) | Answer::Unparsed(text)) => text.clone(),
        Some(Answer::Number(number)) => NumberStyle::of_language(language).write(*number),
        Some(Answer::Time(time)) => time.format("%H:%M").to_string(),
        Some(Answer::DateTime(moment)) => moment.format("%Y-%m-%dT%H:%M").to_string(),
        _ => String::new(),
    }
}

fn described_by(block: &Block) -> String {
    let parts = [("hint", &block.hint), ("guidance", &block.guidance), ("error", &block.error)];
    let present = parts.iter().filter(|(_, text)| !text.is_empty());
    present.map(|(part, _)| format!("{}-{part}", block.id)).collect::<Vec<_>>().join(" ")
}
