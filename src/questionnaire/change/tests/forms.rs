//! Questionnaires and edits drawn by proptest: nested groups and repeats whose rules read each other in every way that
//! rules can.

use proptest::prelude::*;

use crate::questionnaire::{
    answer::{Answer, NonAnswer, NonAnswerKind},
    compile::{Finding, Questionnaire, RuleColumn, compile},
    definition::{Choice, Definition, Item, QuestionType},
    fixtures::{definition, group, list, question, repeat, row_mut},
};

/// One row: what it is, which rules it has, and what these read.
#[derive(Debug, Clone)]
pub struct RowPlan {
    kind: u8,
    rules: [u8; 5],
    reads: [u8; 3],
}

/// Something that a respondent does. Numbers pick among what there is.
#[derive(Debug, Clone)]
pub enum Edit {
    Answer { node: u16, value: u8 },
    Add { repeat: u16 },
    Remove { repeat: u16, entry: u16 },
}

const RELEVANCES: &[&str] = &[
    "${a} > 2",
    "${a} != '' and ${b} < 3",
    "selected(${a}, 'x') or ${b} = 1",
    "count(${r}) > 1",
    "sum(${a}) > 3",
    "position(..) > 1",
    "not(${a} = 2)",
    "count-non-empty(${a}) != 1",
    "count(${r}[${a} > 1]) > 0",
    "${r}[2]/a1 != ''",
    "string(${g}) != '' or ${a} = 1",
    "indexed-repeat(${a}, ${r}, 2) > 1",
    "string-length(concat(${a}, ${g})) < 4",
    "../preceding-sibling::*[1] != ''",
];
const CALCULATIONS: &[&str] = &[
    "${a} + ${b}",
    "sum(${a})",
    "count(${r})",
    "count(${g})",
    "position(..)",
    "indexed-repeat(${a}, ${r}, 1)",
    "indexed-repeat(${a}, ${r}, position(..) + 1)",
    "if(${a} > 1, ${b}, ${a})",
    "concat(${a}, '-', ${b})",
    "once(${a})",
    "once(random())",
    "coalesce(., 0) + ${a}",
    "indexed-repeat(${self}, ${r}, position(..) - 1) + 1",
    "join(' ', ${a})",
    "max(${a})",
    "int(random() * 10)",
    "count(${r}[${a} > 1])",
    "string(${r}[1])",
    "count(${r}[position() > 1]/..)",
    "count-selected(${a})",
    "string-length(string(${g}))",
    "count(../*)",
    "number()",
    "${a} | ${b}",
    "jr:choice-name(${a}, '${a}')",
];
const FILTERS: &[&str] = &["name != ${a}", "sea = ${a} or ${b} > 1", "sea = 'x' or count(${r}) = 1"];
const CONDITIONS: &[&str] = &["${a} > 1", "count(${r}) = 2", "${a} = ${b}", "sum(${a}) < 4"];
const COUNTS: &[&str] = &["${a}", "count(${r})", "sum(${a})"];

pub fn rows() -> impl Strategy<Value = Vec<RowPlan>> {
    let row = (0_u8..21, any::<[u8; 5]>(), any::<[u8; 3]>());
    let row = row.prop_map(|(kind, rules, reads)| RowPlan { kind, rules, reads });
    prop::collection::vec(row, 6..30)
}

pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        12 => (any::<u16>(), 0_u8..9).prop_map(|(node, value)| Edit::Answer { node, value }),
        2 => any::<u16>().prop_map(|repeat| Edit::Add { repeat }),
        1 => (any::<u16>(), any::<u16>()).prop_map(|(repeat, entry)| Edit::Remove { repeat, entry }),
    ];
    // Without entries there would be little to answer.
    let first = prop::collection::vec(any::<u16>().prop_map(|repeat| Edit::Add { repeat }), 0..8);
    (first, prop::collection::vec(edit, 1..40)).prop_map(|(first, rest)| first.into_iter().chain(rest).collect())
}

/// The rows as a questionnaire; rules that cannot be published are left out one after the other.
pub fn questionnaire(rows: &[RowPlan]) -> Questionnaire {
    let mut drawn = drawn(rows);
    loop {
        match compile(drawn.clone()) {
            Ok(questionnaire) => return questionnaire,
            Err(findings) => findings.iter().for_each(|finding| drop_rule(&mut drawn.items, finding)),
        }
    }
}

/// An answer of the question's type, or one that could not be read, or none.
pub fn answer(kind: &QuestionType, value: u8) -> Option<Answer> {
    let name = ["x", "y", "z"][usize::from(value % 3)].to_owned();
    Some(match (value, kind) {
        (0, _) => return None,
        (1, _) => Answer::Unparsed("?".to_owned()),
        (2, _) => Answer::NonAnswer(NonAnswer { kind: NonAnswerKind::NoData, reason: None }),
        (_, QuestionType::SelectOne(_)) => Answer::Choice(name),
        (_, QuestionType::SelectMultiple(_)) if value > 8 => Answer::Choices(vec![name, "y".to_owned()]),
        (_, QuestionType::SelectMultiple(_)) => Answer::Choices(vec![name]),
        (_, QuestionType::Text) if value > 6 => Answer::Text(name),
        (_, QuestionType::Text) => Answer::Text(value.to_string()),
        _ => Answer::Number((i64::from(value) - 4).into()),
    })
}

fn drawn(rows: &[RowPlan]) -> Definition {
    let mut seas = list("seas", &["x", "y", "z"]);
    for (choice, sea) in seas.choices.iter_mut().zip(["x", "1", "2"]) {
        let Choice { extra, .. } = choice;
        extra.insert("sea".to_owned(), sea.to_owned());
    }
    // Brackets that are open, from the outside in, with what stands in them so far.
    let mut open: Vec<(Item, Vec<Item>)> = vec![(group("", Vec::new()), Vec::new())];
    for (number, plan) in rows.iter().enumerate() {
        let name = match plan.kind {
            8..11 => format!("g{number}"),
            11..13 => format!("r{number}"),
            _ => format!("a{number}"),
        };
        let mut item = match plan.kind {
            0..3 => question(&name, QuestionType::Integer),
            3 => question(&name, QuestionType::Text),
            4 => question(&name, QuestionType::SelectOne("seas".to_owned())),
            5 => question(&name, QuestionType::SelectMultiple("seas".to_owned())),
            8..11 => group(&name, Vec::new()),
            11..13 => repeat(&name, Vec::new()),
            13..17 => {
                close(&mut open);
                continue;
            }
            _ => question(&name, QuestionType::Calculate),
        };
        write_rules(&mut item, plan, number, rows);
        match item {
            Item::Question(_) => open.last_mut().unwrap().1.push(item),
            Item::Group(_) | Item::Repeat(_) if open.len() < 5 => open.push((item, Vec::new())),
            Item::Group(_) | Item::Repeat(_) => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    definition(&[seas], open.pop().unwrap().1)
}

fn close(open: &mut Vec<(Item, Vec<Item>)>) {
    if open.len() < 2 {
        return;
    }
    let (mut bracket, inside) = open.pop().unwrap();
    match &mut bracket {
        Item::Group(group) => group.items = inside,
        Item::Repeat(repeat) => repeat.items = inside,
        Item::Question(_) => unreachable!("questions are not opened"),
    }
    open.last_mut().unwrap().1.push(bracket);
}

fn write_rules(item: &mut Item, plan: &RowPlan, number: usize, rows: &[RowPlan]) {
    let of_kind = |kinds: std::ops::Range<u8>, prefix: &str, pick: u8| {
        let of: Vec<usize> = (0..rows.len()).filter(|other| kinds.contains(&rows[*other].kind)).collect();
        of.get(usize::from(pick) % of.len().max(1)).map_or("missing".to_owned(), |other| format!("{prefix}{other}"))
    };
    let questions: Vec<usize> =
        (0..rows.len()).filter(|other| !(8..17).contains(&rows[*other].kind) && *other != number).collect();
    // Mostly what stands before, or there would be nothing but circles.
    let before = questions.iter().filter(|other| **other < number).count();
    let asked = |pick: u8| {
        let among = if before > 0 && pick < 224 { before } else { questions.len().max(1) };
        let found = questions.get(usize::from(pick) % among);
        found.map_or("missing".to_owned(), |other| format!("a{other}"))
    };
    let [a, b, c] = plan.reads;
    let written = |template: &str| {
        template
            .replace("${a}", &format!("${{{}}}", asked(a)))
            .replace("${b}", &format!("${{{}}}", asked(b)))
            .replace("${r}", &format!("${{{}}}", of_kind(11..13, "r", c)))
            .replace("${g}", &format!("${{{}}}", of_kind(8..11, "g", c)))
            .replace("/a1", &format!("/{}", asked(a)))
            .replace("${self}", &format!("${{a{number}}}"))
    };
    // Some rows have no rule of a kind.
    let drawn =
        |of: &[&str], pick: u8| if pick < 160 { written(of[usize::from(pick) % of.len()]) } else { String::new() };
    let [relevant, calculation, filter, condition, count] = plan.rules;
    row_mut(item).relevant = drawn(RELEVANCES, relevant);
    match item {
        Item::Group(_) => {}
        Item::Repeat(repeat) => repeat.repeat_count = drawn(COUNTS, count),
        Item::Question(question) => {
            if question.kind == QuestionType::Calculate {
                question.calculation = written(CALCULATIONS[usize::from(calculation) % CALCULATIONS.len()]);
            }
            if question.kind.list().is_some() {
                question.choice_filter = drawn(FILTERS, filter);
            }
            question.required = drawn(CONDITIONS, condition);
            question.constraint = drawn(CONDITIONS, count);
        }
    }
}

fn drop_rule(items: &mut [Item], finding: &Finding) {
    let (row, column) = match finding {
        Finding::Rule { row, column, .. } => (row, *column),
        Finding::Cycle { names, column } => (&names[0], *column),
        Finding::EmptyList { .. } | Finding::NotInRepeat { .. } | Finding::UnknownInWording { .. } => {
            unreachable!("the list has choices, and the wording no references")
        }
    };
    for item in items {
        if item.row().name == *row {
            clear(item, column);
        }
        match item {
            Item::Question(_) => {}
            Item::Group(group) => drop_rule(&mut group.items, finding),
            Item::Repeat(repeat) => drop_rule(&mut repeat.items, finding),
        }
    }
}

fn clear(item: &mut Item, column: RuleColumn) {
    if column == RuleColumn::Relevant {
        row_mut(item).relevant.clear();
    }
    match item {
        Item::Group(_) => {}
        Item::Repeat(repeat) => repeat.repeat_count.clear(),
        Item::Question(question) => match column {
            RuleColumn::Relevant => {}
            RuleColumn::Required => question.required.clear(),
            RuleColumn::Constraint => question.constraint.clear(),
            // A row without a calculation is no calculate row, so a constant stands for it.
            RuleColumn::Calculation if question.calculation == "1" => question.row.relevant.clear(),
            RuleColumn::Calculation => question.calculation = "1".to_owned(),
            RuleColumn::ChoiceFilter => question.choice_filter.clear(),
            RuleColumn::Default | RuleColumn::ReadOnly | RuleColumn::RepeatCount => {}
        },
    }
}
