//! What entries answered is offered: each once, in its own place, through the filter.

use crate::questionnaire::{
    answer::Answer, answers::Answers, expression::fixture::environment, fixtures::compiled, validation::ViolationKind,
};

const SURVEY: &str = "
| survey |
| | type                    | name   | label | choice_filter    | calculation                    |
| | begin repeat            | teams  | Team  |                  |                                |
| | begin repeat            | people | Who   |                  |                                |
| | text                    | who    | Name  |                  |                                |
| | integer                 | age    | Age   |                  |                                |
| | select_one seas         | sea    | Sea   |                  |                                |
| | select_one ${who}       | friend | F     | ${who} != 'Bo'   |                                |
| | end repeat              |        |       |                  |                                |
| | select_one ${who}       | chief  | Chief |                  |                                |
| | end repeat              |        |       |                  |                                |
| | select_one ${who}       | star   | Star  | ${age} > 17      |                                |
| | select_multiple ${who}  | night  | Night |                  |                                |
| | select_one ${sea}       | best   | Best  |                  |                                |
| | calculate               | named  |       |                  | jr:choice-name(${star}, '${star}') |
| | calculate               | has    |       |                  | selected(${night}, 'Ada_Lind') |
| choices |
| | list_name | name  | label     |
| | seas      | north | North Sea |
| | seas      | south | South Sea |
";

fn answers() -> Answers {
    let people = [
        ("teams/1/people/1", " Ada Lind ", 40, "north"),
        ("teams/1/people/2", "Bo", 12, "north"),
        ("teams/2/people/1", "Cy", 50, "south"),
        ("teams/2/people/2", "Bo", 60, ""),
        ("teams/2/people/3", "", 60, ""),
    ];
    let mut answers = Answers::default();
    for (entry, who, age, sea) in people {
        let mut around = crate::questionnaire::path::EntryPath::default();
        for step in &entry.parse::<crate::questionnaire::path::EntryPath>().unwrap().0 {
            answers.insert_entry(around.question(&step.repeat), step.entry);
            around = around.entry(&step.repeat, step.entry);
        }
        if !who.is_empty() {
            answers.set(around.question("who"), Answer::Text(who.to_owned()));
        }
        answers.set(around.question("age"), Answer::Number(age.into()));
        if !sea.is_empty() {
            answers.set(around.question("sea"), Answer::Choice(sea.to_owned()));
        }
    }
    answers
}

#[test]
fn entries_are_choices_where_they_are_meant() {
    let questionnaire = compiled(SURVEY);
    let environment = environment("en");
    let instance = questionnaire.evaluate(&answers(), &environment);
    for (path, expected) in [
        ("star", vec![("Ada Lind", "Ada Lind"), ("Cy", "Cy"), ("Bo", "Bo")]),
        ("night", vec![("Ada_Lind", "Ada Lind"), ("Bo", "Bo"), ("Cy", "Cy")]),
        ("teams/1/chief", vec![("Ada Lind", "Ada Lind"), ("Bo", "Bo")]),
        ("teams/2/chief", vec![("Cy", "Cy"), ("Bo", "Bo")]),
        ("teams/2/people/2/friend", vec![("Cy", "Cy")]),
        ("best", vec![("north", "North Sea"), ("south", "South Sea")]),
    ] {
        let node = instance.node_at(&path.parse().unwrap()).unwrap();
        let choices = questionnaire.choices(&instance, node, &environment);
        let language = &questionnaire.definition.default_language;
        let seen: Vec<_> =
            choices.iter().map(|choice| (choice.name.as_str(), choice.label.read("en", language))).collect();
        assert_eq!(seen, expected, "{path}");
    }
}

#[test]
fn what_no_entry_says_any_more_is_stale() {
    let questionnaire = compiled(SURVEY);
    let environment = environment("en");
    let violations = |path: &str, answer: Answer| {
        let mut answers = answers();
        answers.set(path.parse().unwrap(), answer);
        let instance = questionnaire.evaluate(&answers, &environment);
        let found = questionnaire.validate(&instance, &environment);
        found.into_iter().map(|violation| violation.kind).collect::<Vec<_>>()
    };
    let one = |name: &str| Answer::Choice(name.to_owned());
    let several = |names: &[&str]| Answer::Choices(names.iter().map(|name| (*name).to_owned()).collect());
    assert_eq!(violations("star", one("Ada Lind")), []);
    assert_eq!(violations("star", one("Dee")), [ViolationKind::UnknownChoice]);
    assert_eq!(violations("teams/1/chief", one("Cy")), [ViolationKind::UnknownChoice]);
    assert_eq!(violations("night", several(&["Ada_Lind", "Cy"])), []);
    assert_eq!(violations("night", several(&["Ada_Lind", "Dee"])), [ViolationKind::UnknownChoice]);
}

#[test]
fn expressions_read_such_answers() {
    let questionnaire = compiled(SURVEY);
    let mut answers = answers();
    answers.set("star".parse().unwrap(), Answer::Choice("Ada Lind".into()));
    answers.set("night".parse().unwrap(), Answer::Choices(vec!["Ada_Lind".into(), "Bo".into()]));
    let instance = questionnaire.evaluate(&answers, &environment("en"));
    let said = |name: &str| instance.answer(instance.node_at(&name.parse().unwrap()).unwrap()).cloned();
    assert_eq!(said("named"), Some(Answer::Text("Ada Lind".into())));
    assert_eq!(said("has"), Some(Answer::Text("true".into())));
}
