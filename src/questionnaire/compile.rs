//! Publication: a definition compiled once, with every rule parsed, every name resolved and the order of evaluation
//! found.

use std::collections::BTreeSet;

use super::{
    answer::NonAnswerKind,
    codes::CodeLayout,
    definition::{Definition, Question, QuestionType, Repeat, Row},
    expression::{Expression, ExpressionError},
    fields::{FieldItem, fields},
    order::evaluation_order,
    piping::{Piping, UnknownName},
    readers::Readers,
    schema::{Schema, SlotId, SlotKind},
    sections::{Section, sections},
};

/// A questionnaire that can be answered: the definition, its slots and its compiled rules.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    pub definition: Definition,
    pub schema: Schema,
    /// The pages of the hub, in order.
    pub sections: Vec<Section>,
    pub codes: CodeLayout,
    /// The wording that has answers in it.
    pub piping: Piping,
    /// By slot; the first is the response itself.
    pub(super) places: Vec<Place>,
    /// The slots with a relevance or a calculation, each after what it reads.
    pub(super) order: Vec<SlotId>,
    pub(super) readers: Readers,
}

/// What stands at a slot, with what it inherits, and its rules.
#[derive(Debug, Clone)]
pub struct Place {
    pub row: Row,
    pub item: PlaceItem,
    pub non_answers: BTreeSet<NonAnswerKind>,
    pub personal: bool,
    pub(super) rules: Rules,
}

/// What kind of row it is, owned.
#[derive(Debug, Clone)]
pub enum PlaceItem {
    Root,
    Group,
    Repeat { max_entries: Option<u32> },
    Question(Box<Question>),
}

#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    pub relevant: Option<Expression>,
    pub required: Option<Expression>,
    pub constraint: Option<Expression>,
    /// Computed whenever what it reads changes.
    pub calculation: Option<Expression>,
    /// The calculation of a question that people answer: its value until somebody does.
    pub initial: Option<Expression>,
    /// The calculation of a question with a trigger, and what sets it off.
    pub triggered: Option<Expression>,
    pub triggers: Vec<SlotId>,
    pub choice_filter: Option<Expression>,
    pub default: Option<Expression>,
    pub read_only: Option<Expression>,
    pub repeat_count: Option<Expression>,
}

/// The columns that hold rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleColumn {
    Relevant,
    Required,
    Constraint,
    Calculation,
    ChoiceFilter,
    Default,
    ReadOnly,
    RepeatCount,
}

/// Something that keeps a definition from being published.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// A rule that cannot be compiled: on which row, in which column, why and where.
    Rule { row: String, column: RuleColumn, error: ExpressionError },
    /// A closed question without a choice to make: its list is missing or empty.
    EmptyList { row: String, list: String },
    /// `select_one ${name}` where the name is no question of a repeat.
    NotInRepeat { row: String, name: String },
    /// `${name}` in the wording of a row, which names nothing.
    UnknownInWording { row: String, name: String },
    /// Rules that need each other: the names along the circle, the first again at the end.
    Cycle { names: Vec<String>, column: RuleColumn },
}

/// Compiles a definition.
///
/// # Errors
/// Everything that is wrong with its rules, at once.
pub fn compile(definition: Definition) -> Result<Questionnaire, Vec<Finding>> {
    let schema = Schema::of(&definition);
    let mut findings = Vec::new();
    let root = Place {
        row: Row::default(),
        item: PlaceItem::Root,
        non_answers: BTreeSet::new(),
        personal: false,
        rules: Rules::default(),
    };
    let mut places = vec![root];
    for (field, slot) in fields(&definition).into_iter().zip(schema.slots().skip(1).map(|(slot, _)| slot)) {
        let mut compiler = Compiler { schema: &schema, slot, row: field.row(), findings: &mut findings };
        let (item, rules) = match field.item {
            FieldItem::Question(question) => {
                (PlaceItem::Question(Box::new(question.clone())), compiler.question(question))
            }
            FieldItem::Group(_) => (PlaceItem::Group, compiler.row()),
            FieldItem::Repeat(repeat) => {
                (PlaceItem::Repeat { max_entries: repeat.max_entries }, compiler.repeat(repeat))
            }
        };
        let row = field.row().clone();
        places.push(Place { row, item, non_answers: field.non_answers, personal: field.personal, rules });
    }
    let order = match evaluation_order(&schema, &places) {
        Ok(order) => order,
        Err(cycle) => {
            findings.push(cycle);
            Vec::new()
        }
    };
    let (piping, unknown) = Piping::of(&definition, &schema);
    findings.extend(unknown.into_iter().map(|UnknownName { row, name }| Finding::UnknownInWording { row, name }));
    if !findings.is_empty() {
        return Err(findings);
    }
    let sections = sections(&definition);
    let codes = CodeLayout::of(&definition);
    let readers = Readers::of(&schema, &places, &order);
    Ok(Questionnaire { definition, schema, sections, codes, piping, places, order, readers })
}

impl Questionnaire {
    /// What stands at `slot`.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "one place a slot, made together; the root is always there")]
    pub fn place(&self, slot: SlotId) -> &Place {
        self.places.get(slot.index()).unwrap_or(&self.places[0])
    }

    /// The question with this name.
    #[must_use]
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.schema.slot(name).and_then(|slot| self.place(slot).question())
    }

    /// How many entries a repeat may have; the cap of the program where its author set none.
    #[must_use]
    pub fn max_entries(&self, repeat: SlotId) -> u32 {
        const CAP: u32 = 200;
        match self.place(repeat).item {
            PlaceItem::Repeat { max_entries } => max_entries.unwrap_or(CAP),
            PlaceItem::Root | PlaceItem::Group | PlaceItem::Question(_) => 0,
        }
    }
}

impl Place {
    /// The question, where it is one.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        match &self.item {
            PlaceItem::Question(question) => Some(question),
            PlaceItem::Root | PlaceItem::Group | PlaceItem::Repeat { .. } => None,
        }
    }
}

impl RuleColumn {
    /// The header in a workbook.
    #[must_use]
    pub fn header(self) -> &'static str {
        match self {
            Self::Relevant => "relevant",
            Self::Required => "required",
            Self::Constraint => "constraint",
            Self::Calculation => "calculation",
            Self::ChoiceFilter => "choice_filter",
            Self::Default => "default",
            Self::ReadOnly => "read_only",
            Self::RepeatCount => "repeat_count",
        }
    }
}

struct Compiler<'a> {
    schema: &'a Schema,
    slot: SlotId,
    row: &'a Row,
    findings: &'a mut Vec<Finding>,
}

impl Compiler<'_> {
    fn row(&mut self) -> Rules {
        Rules { relevant: self.rule(RuleColumn::Relevant, &self.row.relevant), ..Rules::default() }
    }

    fn repeat(&mut self, repeat: &Repeat) -> Rules {
        Rules { repeat_count: self.rule(RuleColumn::RepeatCount, &repeat.repeat_count), ..self.row() }
    }

    fn question(&mut self, question: &Question) -> Rules {
        self.check_list(question);
        let calculation = self.rule(RuleColumn::Calculation, &question.calculation);
        let triggers = self.triggers(question);
        let (calculation, initial, triggered) = match () {
            () if !triggers.is_empty() => (None, None, calculation),
            () if is_computed(question) => (calculation, None, None),
            () => (None, calculation, None),
        };
        Rules {
            required: self.rule(RuleColumn::Required, truth(&question.required)),
            constraint: self.rule(RuleColumn::Constraint, &question.constraint),
            calculation,
            initial,
            triggered,
            triggers,
            choice_filter: self.choice_filter(question),
            default: if is_dynamic(question) { self.rule(RuleColumn::Default, &question.default) } else { None },
            read_only: self.rule(RuleColumn::ReadOnly, truth(&question.read_only)),
            ..self.row()
        }
    }

    fn rule(&mut self, column: RuleColumn, text: &str) -> Option<Expression> {
        if text.trim().is_empty() {
            return None;
        }
        self.keep(column, Expression::compile(text, self.schema, self.slot))
    }

    fn check_list(&mut self, question: &Question) {
        let Some(name) = question.kind.list() else { return };
        if let Some(source) = question.kind.repeat_source() {
            let source = self.schema.slot(source).map(|slot| self.schema.get(slot));
            let is_fine =
                source.is_some_and(|source| source.repeat.is_some() && matches!(source.kind, SlotKind::Question(_)));
            if !is_fine {
                let (row, name) = (question.row.name.clone(), name.to_owned());
                self.findings.push(Finding::NotInRepeat { row, name });
            }
            return;
        }
        let list = self.schema.list(name).and_then(|list| self.schema.list_of(list));
        if list.is_none_or(|list| list.choices.choices.is_empty()) {
            self.findings.push(Finding::EmptyList { row: question.row.name.clone(), list: name.to_owned() });
        }
    }

    fn choice_filter(&mut self, question: &Question) -> Option<Expression> {
        let text = question.choice_filter.trim();
        if text.is_empty() {
            return None;
        }
        if let Some(source) = question.kind.repeat_source() {
            // It is asked of each entry: `${age} > 18` is about the age in the same entry.
            let home = self.schema.slot(source)?;
            return self.keep(RuleColumn::ChoiceFilter, Expression::compile(text, self.schema, home));
        }
        let list = question.kind.list().and_then(|list| self.schema.list(list))?;
        self.keep(RuleColumn::ChoiceFilter, Expression::compile_filter(text, self.schema, self.slot, list))
    }

    fn triggers(&self, question: &Question) -> Vec<SlotId> {
        let names = question.trigger.split("${").skip(1).filter_map(|rest| rest.split('}').next());
        names.filter_map(|name| self.schema.slot(name.trim())).collect()
    }

    fn keep(&mut self, column: RuleColumn, compiled: Result<Expression, ExpressionError>) -> Option<Expression> {
        match compiled {
            Ok(expression) => Some(expression),
            Err(error) => {
                self.findings.push(Finding::Rule { row: self.row.name.clone(), column, error });
                None
            }
        }
    }
}

/// Is its calculation its value, rather than where an answer begins?
fn is_computed(question: &Question) -> bool {
    matches!(question.kind, QuestionType::Calculate | QuestionType::Hidden) || question.is_locked()
}

/// XLSForm writes `yes` and `no` where other columns have `true()` and `false()`.
fn truth(text: &str) -> &str {
    match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" | "true()" => "true()",
        "" | "no" | "false" | "false()" => "",
        _ => text,
    }
}

/// A default with a reference or a call is computed; anything else is the value itself.
fn is_dynamic(question: &Question) -> bool {
    let text = question.default.trim();
    let open_text = matches!(question.kind, QuestionType::Text | QuestionType::Note);
    let computes = |text: &str| ["+", "*", " - ", " div ", " mod "].iter().any(|operator| text.contains(operator));
    text.contains("${")
        || (question.kind.is_number() && computes(text))
        || (!open_text && text.contains('(') && text.ends_with(')'))
        || (open_text && text.ends_with(')') && text.split('(').next().is_some_and(is_function_name))
}

fn is_function_name(word: &str) -> bool {
    ["concat", "once", "today", "now", "if", "uuid", "string", "coalesce", "format-date", "instance"].contains(&word)
}

#[cfg(test)]
mod tests;
