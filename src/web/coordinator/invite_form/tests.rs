//! What is typed into the form, good and bad.

use uuid::Uuid;

use super::*;
use crate::fieldwork::ids::RegionId;

fn department(id: u128, name: &str) -> Department {
    Department {
        id: DepartmentId(Uuid::from_u128(id)),
        region: RegionId(Uuid::nil()),
        kind: "X".into(),
        name: name.into(),
        names: BTreeMap::new(),
    }
}

fn person(email: &str, name: &str, language: &str) -> Row {
    Row { email: email.into(), name: name.into(), language: language.into() }
}

fn good() -> Block {
    Block {
        department: Uuid::from_u128(1).to_string(),
        people: vec![person("a@example.org", "Ana", "es"), Row::default()],
        sections: vec!["one".into()],
        due: "2026-03-20".into(),
        ..Block::default()
    }
}

fn told(blocks: &[Block], message: &str) -> Vec<(String, &'static str, String)> {
    let departments = [department(1, "Salud"), department(2, "Empleo")];
    let languages = BTreeSet::from(["en".to_owned(), "es".to_owned()]);
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let frame = Frame {
        departments: &departments,
        sections: vec!["one", "two"],
        languages: &languages,
        zone: Tz::Europe__Madrid,
        deadline: at("2026-03-31T16:00:00Z"),
        now: at("2026-03-10T09:00:00Z"),
    };
    let problems = read(blocks, message, &frame).err().unwrap_or_default();
    problems.into_iter().map(|one| (one.field, one.key, one.value)).collect()
}

#[test]
fn good_ones_are_taken() {
    let new = Block { department: String::new(), kind: "HEA".into(), name: "Puertos".into(), ..good() };
    assert_eq!(told(&[good(), new], "Hola"), []);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let rows = vec![
        person("a@example.org", "", "es"),
        person("A@example.org", "", "es"),
        person("no", "", "xx"),
        person("", "Luis", "es"),
    ];
    let first = Block { people: rows, sections: vec!["gone".into()], due: "2026-04-01".into(), ..good() };
    let second = Block { people: Vec::new(), due: "=1".into(), ..good() };
    let third = Block { department: String::new(), name: "SALUD".into(), due: "2026-03-01".into(), ..good() };
    let fourth = Block { department: Uuid::from_u128(9).to_string(), ..good() };
    let long = "x".repeat(LONGEST_MESSAGE + 1);
    let expected = [
        ("b0-email-1", "coordinator-wrong-doubled", "A@example.org"),
        ("b0-email-2", "coordinator-wrong-email", "no"),
        ("b0-language-2", "coordinator-wrong-language", "xx"),
        ("b0-email-3", "coordinator-wrong-email-missing", "Luis"),
        ("b0-sections", "coordinator-wrong-sections", ""),
        ("b0-due", "coordinator-wrong-due-late", "2026-04-01"),
        ("b1-name", "coordinator-wrong-twice", "Salud"),
        ("b1-email-0", "coordinator-wrong-no-people", ""),
        ("b1-due", "coordinator-wrong-due", "=1"),
        ("b2-name", "coordinator-wrong-name-taken", "SALUD"),
        ("b2-kind", "coordinator-wrong-kind", ""),
        ("b2-due", "coordinator-wrong-due-past", "2026-03-01"),
        ("b3-name", "coordinator-wrong-department", ""),
        ("message", "coordinator-wrong-message", ""),
    ];
    let expected = expected.map(|(field, key, value)| (field.to_owned(), key, value.to_owned()));
    assert_eq!(told(&[first, second, third, fourth], &long), expected);
}

#[test]
fn fields_that_the_page_does_not_have_are_refused() {
    let fields = |more: &[(&str, &str)]| -> Fields {
        let start = [("blocks", "1"), ("0.email", "a@example.org"), ("0.person", ""), ("0.language", "en")];
        start.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let languages = ["en", "es"];
    assert!(blocks(&fields(&[("0.name-es", "Salud"), ("message", "")]), &languages).is_some());
    for (name, value) in [("1.email", "x"), ("0.role", "admin"), ("state", "x"), ("0.name-xx", "x"), ("0.email", "b")] {
        assert_eq!(blocks(&fields(&[(name, value)]), &languages), None, "{name}");
    }
    for count in ["0", "31", "-1", "many"] {
        let fields: Fields = [("blocks".to_owned(), count.to_owned())].into_iter().collect();
        assert_eq!(blocks(&fields, &languages), None, "{count}");
    }
}
