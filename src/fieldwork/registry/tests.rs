//! Tables of cases: what files say of the registry, and everything that can be wrong with them.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    departments,
    people::{self, Names, Person},
    plan::Fate,
    problem::Problem,
    regions::{self, Standing},
    sheet::Guard,
};
use crate::fieldwork::region::{Department, Partnership};

const GUARD: Guard = Guard {
    undo: |cell| cell.strip_prefix('\'').unwrap_or(cell),
    is_formula: |cell| cell.trim_start().starts_with(['=', '+', '-', '@']),
};

fn fresh() -> impl FnMut() -> Uuid {
    let mut next = 0;
    move || {
        next += 1;
        Uuid::from_u128(next)
    }
}

fn read(csv: &str, standing: &[Standing]) -> Result<super::plan::Plan<Standing>, Vec<Problem>> {
    regions::plan(csv.as_bytes(), GUARD, standing, &mut fresh())
}

fn standing(csv: &str) -> Vec<Standing> {
    read(csv, &[]).unwrap().items.into_iter().map(|item| item.after).collect()
}

/// `line:column key value`, a line each.
fn told(problems: &[Problem]) -> Vec<String> {
    let place = |problem: &Problem| problem.column.as_ref().map(|place| place.letters()).unwrap_or_default();
    let key = |problem: &Problem| problem.kind.key().trim_start_matches("registry-problem-").to_owned();
    let line = |one: &Problem| format!("{}:{} {} {}", one.line, place(one), key(one), one.kind.value());
    problems.iter().map(|problem| line(problem).trim_end().to_owned()).collect()
}

const TWO: &str = "code,code_kind,country,commissions,name_own,name_en\nES61,NUTS2,ES,IM AA,Andalucía,Andalusia\n\
                   FRH0,NUTS2,FR,AA,Breizh,Brittany\n";

#[test]
fn a_file_is_read_however_spreadsheets_write_it() {
    let expected = standing(TWO);
    assert_eq!(expected[0].region.commissions, ["AA", "IM"]);
    assert_eq!(expected[0].region.partnership, Partnership::Member);
    for text in [
        format!("\u{feff}{TWO}"),
        TWO.replace('\n', "\r\n"),
        TWO.replace(',', ";"),
        TWO.replace(',', "\t"),
        TWO.replace("code,code_kind", " Code ,CODE_KIND"),
        TWO.replace('\n', ",,\n"),
        format!("\n{TWO}\n,,,,,\n"),
        TWO.replace("ES61", " es61 "),
        TWO.replace("Breizh", "\"Breizh\""),
    ] {
        let plan = read(&text, &[]).map_err(|problems| told(&problems));
        let found: Vec<Standing> = plan.unwrap().items.into_iter().map(|item| item.after).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_place() {
    let header = "code,code_kind,country,commissions,partnership,former_codes,name_own,name_fr\n";
    let rows = "ES 61,NUTS2,Spain,I/M,friend,A B/C/D,,\n\
                ES61,NUTS2,ES,,,,=cmd(),x\n\
                es61,NUTS2,ES,,,,Otra vez,x\n\
                ,NUTS2,FR,,member,,Sans code,x\n\
                FR1,,FR,,,FR0/NUTS2/2024-01-01/2016-01-01,a\u{1}b\n\
                FR2,NUTS2,FR,,,,a,b,c\n\
                FR3,NUTS2,FR,,,,Nom,@x\n";
    let found = read(&format!("{header}{rows}"), &[]).unwrap_err();
    assert_eq!(
        told(&found),
        [
            "2:A code ES 61",
            "2:C country Spain",
            "2:D commission I/M",
            "2:E partnership friend",
            "2:F former-code B/C/D",
            "2:G blank",
            "3:G formula =cmd()",
            "4:A doubled 3",
            "5:A code-needed",
            "6: cells 7",
            "7: cells 9",
            "8:H formula @x",
        ]
    );
}

#[test]
fn a_file_that_is_no_such_file_is_told_as_a_whole() {
    let latin: Vec<u8> = TWO.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let utf16: Vec<u8> = TWO.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, expected) in [
        (latin, vec!["2: not-utf8 1"]),
        ([vec![0xff, 0xfe], utf16.clone()].concat(), vec!["0: utf16"]),
        (utf16, vec!["0: utf16"]),
        (Vec::new(), vec!["0: empty"]),
        (b"\xef\xbb\xbf\r\n".to_vec(), vec!["0: empty"]),
        (
            b"code,land,land\nA,B,C\n".to_vec(),
            vec![
                "1: missing-column code_kind",
                "1: missing-column country",
                "1: missing-column name_own",
                "1:B unknown-column land",
                "1:C doubled-column land",
            ],
        ),
        (b"code,code_kind,country,name_own\nA,N,FR,\"open\nB,N,FR,x\n".to_vec(), vec!["2: unreadable"]),
    ] {
        let found = regions::plan(&bytes, GUARD, &[], &mut fresh()).unwrap_err();
        assert_eq!(told(&found), expected, "{}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_second_import_does_nothing_and_a_change_names_its_columns() {
    let stands = standing(TWO);
    let again = read(TWO, &stands).unwrap();
    assert_eq!((again.counts().same, again.written().count(), again.kept), (2, 0, 0));
    let changed = "code,code_kind,country,name_own,name_en,name_fr\nES61,NUTS2,ES,Andalucía,,Andalousie\n";
    let plan = read(changed, &stands).unwrap();
    assert_eq!((plan.counts().changed, plan.kept), (1, 1));
    let item = &plan.items[0];
    let mut columns: Vec<&str> = item.changes.iter().map(|change| change.column.as_str()).collect();
    columns.sort_unstable();
    assert_eq!(columns, ["name_en", "name_fr"]);
    assert_eq!(item.after.region.commissions, ["AA", "IM"], "what the file has no column for stays");
    assert_ne!(plan.as_text(), again.as_text());
}

#[test]
fn a_code_changes_and_the_earlier_one_is_still_found() {
    let stands = standing(TWO);
    let change =
        "code,code_kind,country,name_own,former_codes\nFRH1,NUTS2,FR,Breizh,FRH0/NUTS2/2016-01-01/2023-12-31\n";
    let plan = read(change, &stands).unwrap();
    assert_eq!(plan.items[0].fate, Fate::Changed);
    let after = plan.items[0].after.clone();
    assert_eq!((after.region.id, after.region.code.as_str()), (stands[1].region.id, "FRH1"));
    assert_eq!(regions::write_former(&after.former), "FRH0/NUTS2/2016-01-01/2023-12-31");
    // A file of before finds the region, and does not take its new code away.
    let now = vec![stands[0].clone(), after];
    let old = read(TWO, &now).unwrap();
    assert_eq!(old.items[1].after.region.code, "FRH1");
    assert_eq!(old.items[1].after.former, now[1].former);
    // The old and the new one in one file are the same region twice.
    let both = format!("{TWO}FRH1,NUTS2,FR,AA,Breizh,Brittany\n");
    assert_eq!(told(&read(&both, &now).unwrap_err()), ["4:A doubled 3"]);
}

#[test]
fn codes_may_wander_in_one_file_but_not_meet() {
    let stands = standing("code,code_kind,country,name_own\nA1,N,FR,One\nA2,N,FR,Two\nA3,N,FR,Three\n");
    let chain = "code,code_kind,country,name_own,former_codes\nA4,N,FR,Three,A3\n";
    assert_eq!(read(chain, &stands).unwrap().items[0].after.region.id, stands[2].region.id);
    // A former code of several regions means none of them.
    let split = "code,code_kind,country,name_own,former_codes\nA1,N,FR,One,OLD\nA2,N,FR,Two,OLD\n";
    let stands: Vec<Standing> = read(split, &stands).unwrap().items.into_iter().map(|item| item.after).collect();
    let old = "code,code_kind,country,name_own\nOLD,N,FR,Old\n";
    assert_eq!(told(&read(old, &stands).unwrap_err()), ["2:A ambiguous-region OLD"]);
}

#[test]
fn an_organisation_goes_without_a_code_and_is_found_again() {
    let csv = "code,code_kind,country,partnership,name_own\n,,BE,organisation,Réseau\n,,FR,organisation,Conférence\n";
    let stands = standing(csv);
    assert_eq!([&stands[0], &stands[1]].map(|one| one.region.code.as_str()), ["ORG-1", "ORG-2"]);
    assert_eq!(read(csv, &stands).unwrap().counts().same, 2);
    let doubled = format!("{csv},,BE,organisation,Réseau\n");
    assert_eq!(told(&read(&doubled, &[]).unwrap_err()), ["4:A doubled 2"]);
}

fn some_departments(stands: &[Standing]) -> Vec<Department> {
    let csv = "region,type,name,name_en\nES61,HEA,Salud,Health\nES61,HOU,\"Vivienda | \\suelo\",\n";
    let plan = departments::plan(csv.as_bytes(), GUARD, stands, &[], &mut fresh()).unwrap();
    plan.items.into_iter().map(|item| item.after).collect()
}

#[test]
fn departments_are_found_by_name_and_renamed_by_id() {
    let stands = standing(TWO);
    let own = some_departments(&stands);
    let plan = |csv: String| departments::plan(csv.as_bytes(), GUARD, &stands, &own, &mut fresh());
    let renamed = plan(format!("id,region,name\n{},ES61,Sanidad\n", own[0].id)).unwrap();
    assert_eq!((renamed.items[0].fate, renamed.kept), (Fate::Changed, 1));
    assert_eq!(renamed.items[0].after.kind, "HEA");
    let swapped =
        plan(format!("id,region,name\n{},ES61,Salud\n{},ES61,\"Vivienda | \\suelo\"\n", own[1].id, own[0].id));
    assert_eq!(swapped.unwrap().counts().changed, 2);
    for (csv, expected) in [
        (format!("id,region,name\n{},ES61,\"Vivienda | \\suelo\"\n", own[0].id), "2: taken Vivienda | \\suelo"),
        (format!("id,region,name\n{},FRH0,Salud\n", own[0].id), "2:B other-region FRH0"),
        ("id,region,name\nxyz,ES61,Salud\n".to_owned(), "2:A unknown-id xyz"),
        ("region,name\nXX,Salud\n".to_owned(), "2:A unknown-region XX"),
        ("region,name\nES61,\n".to_owned(), "2:B blank"),
        ("region,name\nES61,New\nES61,New\n".to_owned(), "3: doubled 2"),
        ("region,name\nES61,Salud\nes61,Salud\n".to_owned(), "3:B doubled 2"),
    ] {
        assert_eq!(told(&plan(csv.clone()).unwrap_err()), [expected], "{csv}");
    }
}

#[test]
fn people_have_exactly_the_roles_and_departments_of_their_row() {
    let stands = standing(TWO);
    let own = some_departments(&stands);
    let names = Names::of(&stands, &own);
    let is_email: fn(&str) -> bool = |text| text.contains('@');
    let plan = |csv: &str, known: &[Person]| {
        people::plan(csv.as_bytes(), GUARD, &names, known, is_email, &mut fresh()).map_err(|found| told(&found))
    };
    let header = "email,name,language,roles,departments\n";
    let csv = format!(
        "{header}A@example.org,Ana,es,admin coordinator:ES61,ES61: Salud | es61:Vivienda \\| \\\\suelo\n\
         b@example.org,,fr,,\n"
    );
    let known: Vec<Person> = plan(&csv, &[]).unwrap().items.into_iter().map(|item| item.after).collect();
    assert_eq!(known[0].email, "a@example.org");
    assert_eq!(known[0].departments, own.iter().map(|one| one.id).collect::<BTreeSet<_>>());
    assert_eq!(names.roles(&known[0].roles), "admin coordinator:ES61");
    assert_eq!(names.departments(&known[0].departments), "ES61: Salud | ES61: Vivienda \\| \\\\suelo");
    assert_eq!(plan(&csv, &known).unwrap().counts().same, 2);
    let without_columns = plan("email,name,language\na@example.org,Ana,es\n", &known).unwrap();
    assert_eq!(without_columns.counts().same, 1, "roles stay where the file has no column for them");
    for (row, expected) in [
        ("a@example.org,Ana,es,consultant,", "0: last-admin"),
        ("c,Cai,en,,", "2:A email c"),
        ("c@example.org,Cai,English,,", "2:C language English"),
        ("c@example.org,Cai,en,boss,", "2:D role boss"),
        ("c@example.org,Cai,en,coordinator,", "2:D role coordinator"),
        ("c@example.org,Cai,en,coordinator:XX,", "2:D role coordinator:XX"),
        ("c@example.org,Cai,en,admin:ES61,", "2:D role admin:ES61"),
        ("c@example.org,Cai,en,,Salud", "2:E department Salud"),
        ("c@example.org,Cai,en,,FRH0: Salud", "2:E department FRH0: Salud"),
        ("c@example.org,Cai,en,,\nC@example.org,Cai,en,,", "3:A doubled 2"),
    ] {
        assert_eq!(plan(&format!("{header}{row}\n"), &known).unwrap_err(), [expected], "{row}");
    }
}
