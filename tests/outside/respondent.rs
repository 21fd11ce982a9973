//! Every accepted workbook, from the admin's upload to the export: published, asked, filled in page by page over HTTP by
//! respondents who follow its rules, submitted, and read back equal.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Utc;
use futures_util::TryStreamExt;
use periplus::{
    export::guard::unguard,
    fieldwork::response::ResponseState,
    operations::export::{Export, download},
    questionnaire::{
        answers::Answers,
        check::{Checked, check},
        compile::{Questionnaire, compile},
        definition::{Definition, QuestionType},
        expression::Environment,
        fields::fields,
        opening::Known,
        sample::{Profile, sample},
        xlsform::{Code, Source},
    },
    store::{questionnaires, rounds},
};
use regex::Regex;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    site::{Browser, Site},
    walk::{Intent, Walk},
    workbooks,
};

const PROFILES: [Profile; 3] =
    [Profile::DILIGENT, Profile { non_answer: 0, blank: 0, ..Profile::DILIGENT }, Profile::HURRIED];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accepted_workbooks_are_filled_in_submitted_exported_and_read_back() {
    let Some(files) = workbooks::files() else { return };
    let only = std::env::var("PERIPLUS_WORKBOOK").unwrap_or_default();
    let accepted: Vec<_> = files
        .into_iter()
        .filter(|(name, _)| name.contains(&only))
        .filter_map(|(name, bytes)| Some((name.clone(), with_files(&name, bytes)?)))
        .collect();
    let respondents: Vec<String> =
        (0..accepted.len() * PROFILES.len()).map(|number| format!("r{number}@example.org")).collect();
    let site = Site::start(&respondents).await;
    let admin = site.browser("admin@example.org").await;
    let mut failed = Vec::new();
    for (number, (name, files)) in accepted.iter().enumerate() {
        let people = respondents.chunks(PROFILES.len()).nth(number).unwrap();
        match go_through(&site, &admin, &format!("w{number}"), files, people).await {
            Ok(told) => println!("{name:45} {told}"),
            Err(problem) => failed.push(format!("{name}: {problem}")),
        }
    }
    println!("{} of {} workbooks went through", accepted.len() - failed.len(), accepted.len());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The workbook with invented files for those that it needs; nothing where it is refused.
fn with_files(name: &str, bytes: Vec<u8>) -> Option<Vec<(String, Vec<u8>)>> {
    let checked = check(Source::File(bytes.clone()));
    let needs = missing_files(&checked);
    let definition = checked.definition?;
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let invented = |codes: &BTreeMap<String, BTreeSet<String>>| -> Vec<(String, Vec<u8>)> {
        let more = |file: &str| codes.get(file).into_iter().flatten().cloned().collect::<Vec<_>>();
        let sheets = needs.iter().map(|file| (file.clone(), choices(&definition, file, &more(file))));
        std::iter::once((name.to_owned(), bytes.clone())).chain(sheets).collect()
    };
    if needs.is_empty() {
        return Some(invented(&codes));
    }
    // The codes that rules name must be among them.
    for problem in check(Source::Files(invented(&codes))).problems {
        if problem.code == Code::UnknownChoice
            && let [code, _, list] = problem.names.as_slice()
        {
            codes.entry(list.clone()).or_default().insert(code.clone());
        }
    }
    Some(invented(&codes))
}

/// A file of choices with every column that filters of its list read: some choices are left whatever they compare with.
fn choices(definition: &Definition, file: &str, more: &[String]) -> Vec<u8> {
    let fields = fields(definition);
    let asked =
        fields.iter().filter_map(|field| field.question()).filter(|question| question.kind.list() == Some(file));
    let filters: Vec<&str> = asked.map(|question| question.choice_filter.as_str()).collect();
    let is_column = |word: &&str| {
        !["name", "label", "and", "or", ""].contains(word) && !word.starts_with(|c: char| c.is_ascii_digit())
    };
    let words = filters.iter().flat_map(|filter| filter.split(|c: char| !(c.is_alphanumeric() || c == '_')));
    let columns: BTreeSet<&str> = words.filter(is_column).collect();
    let mut rows: Vec<Vec<String>> = vec![Vec::new()];
    let references = Regex::new(r"(\w+)\s*=\s*\$\{([^}]+)\}").unwrap();
    let invented = || ["1", "2", "3", "4"].map(str::to_owned).to_vec();
    for column in &columns {
        let mut found = filters.iter().flat_map(|filter| references.captures_iter(filter));
        let name = found.find(|found| &found[1] == *column).map(|found| found[2].to_owned()).unwrap_or_default();
        let question = fields.iter().filter_map(|field| field.question()).find(|question| question.row.name == name);
        let list = question.and_then(|question| definition.choice_list(question.kind.list()?));
        let codes: Vec<String> = list.into_iter().flat_map(|list| &list.choices).map(|it| it.name.clone()).collect();
        let codes = if codes.is_empty() { invented() } else { codes };
        let longer = |row: &Vec<String>| {
            codes.iter().map(|code| [row.as_slice(), std::slice::from_ref(code)].concat()).collect()
        };
        rows = rows.iter().flat_map(|row| -> Vec<Vec<String>> { longer(row) }).take(500).collect();
    }
    if rows.len() == 1 {
        rows = vec![vec![]; 4];
    }
    rows.extend(more.iter().map(|code| vec![code.clone(); columns.len()]));
    let plain = rows.len() - more.len();
    let header: String = columns.iter().map(|column| format!(",{column}")).collect();
    let line = |(index, row): (usize, &Vec<String>)| {
        let code = index.checked_sub(plain).and_then(|at| more.get(at)).cloned().unwrap_or((index + 1).to_string());
        format!("{code},Choice {code}{}\n", row.iter().map(|cell| format!(",{cell}")).collect::<String>())
    };
    let lines: String = rows.iter().enumerate().map(line).collect();
    format!("name,label{header}\n{lines}").into_bytes()
}

fn missing_files(checked: &Checked) -> BTreeSet<String> {
    let missing = checked.problems.iter().filter(|problem| problem.code == Code::ChoiceFileMissing);
    missing.flat_map(|problem| problem.names.first().cloned()).collect()
}

/// Uploads, publishes and asks; each respondent fills it in; the export is compared. Says how much that was.
async fn go_through(
    site: &Site,
    admin: &Browser<'_>,
    code: &str,
    files: &[(String, Vec<u8>)],
    people: &[String],
) -> Result<String, String> {
    let source = match files {
        [(_, bytes)] => Source::File(bytes.clone()),
        _ => Source::Files(files.to_vec()),
    };
    let checked = check(source);
    let told = || checked.problems.iter().take(3).map(ToString::to_string).collect::<Vec<_>>().join("; ");
    let definition = checked.definition.clone().ok_or_else(|| format!("refused with its files: {}", told()))?;
    let asked = fields(&definition).iter().filter_map(|field| field.question()).filter(|it| it.kind.is_asked()).count();
    let questionnaire = compile(definition).map_err(|findings| format!("{findings:?}"))?;
    open_round(admin, code, files, people).await?;
    let (mut submitted, mut pages, mut answered) = (Vec::new(), 0, 0);
    for (first, (email, profile)) in (1..).step_by(100).zip(people.iter().zip(PROFILES)) {
        let (seed, answers) =
            valid_answers(&questionnaire, first, profile, email).ok_or("no valid answers are found")?;
        let environment = Environment { now: Utc::now().fixed_offset(), language: "en", seed };
        let browser = site.browser(email).await;
        let list = browser.get("/responses").await;
        let mut links =
            list.page.links.into_iter().chain([list.location]).filter(|link| link.starts_with("/responses/"));
        let response = links.next().ok_or("there is no response")?;
        let intent = Intent::of(&questionnaire, &answers);
        let mut walk = Walk { browser: &browser, response: response.clone(), intent, files: BTreeSet::new(), pages: 0 };
        walk.fill().await.map_err(|problem| format!("seed {seed}: {problem}"))?;
        walk.submit().await.map_err(|problem| format!("seed {seed}: {problem}"))?;
        pages += walk.pages;
        answered += answers.len();
        let id: Uuid = response.rsplit('/').next().and_then(|id| id.parse().ok()).ok_or("no id")?;
        submitted.push((id, document(&questionnaire, &answers, &environment)));
    }
    let exported = exported(site, code).await?;
    for (id, expected) in &submitted {
        let rows = exported.get(&id.to_string()).cloned().unwrap_or_default();
        let mut wanted = BTreeSet::new();
        flatten(&questionnaire, expected, "", &mut wanted);
        let given: BTreeSet<Row> = rows.into_iter().filter(|row| is_typed(&questionnaire, &row.0)).collect();
        if wanted != given {
            let lacking: Vec<_> = wanted.difference(&given).take(5).collect();
            let further: Vec<_> = given.difference(&wanted).take(5).collect();
            return Err(format!("not exported: {lacking:?}; exported instead: {further:?}"));
        }
    }
    if asked > 0 && answered == 0 {
        return Err(format!("nobody answered any of {asked} questions"));
    }
    Ok(format!("{} responses, {answered:5} answers to {asked:4} questions, {pages:4} pages", submitted.len()))
}

/// The answers of the first respondent who gets through, of many: some rules of a form leave somebody no way out.
fn valid_answers(questionnaire: &Questionnaire, first: u64, profile: Profile, email: &str) -> Option<(u64, Answers)> {
    (first..first + 40).find_map(|seed| {
        let environment = Environment { now: Utc::now().fixed_offset(), language: "en", seed };
        let (username, email) = (email.to_owned(), email.to_owned());
        let known = Known { start: environment.now.naive_utc(), username, email };
        let preset = questionnaire.open(std::iter::empty(), &known, &environment).answers;
        let answers = sample(questionnaire, seed, profile, &preset, &environment);
        let instance = questionnaire.evaluate(&answers, &environment);
        let is_file = |name: &str| {
            let kind = questionnaire.question(name).map(|question| &question.kind);
            matches!(kind, Some(QuestionType::File | QuestionType::Image))
        };
        let violations = questionnaire.validate(&instance, &environment);
        violations.iter().all(|violation| is_file(&violation.path.name)).then_some((seed, answers))
    })
}

async fn open_round(
    admin: &Browser<'_>,
    code: &str,
    files: &[(String, Vec<u8>)],
    people: &[String],
) -> Result<(), String> {
    let token = admin.get("/admin/questionnaires").await.page.hidden("csrf");
    let taken = admin.upload("/admin/questionnaires", &[("csrf", &token)], files).await;
    let preview = match taken.status {
        303 => Some(taken.location),
        200 => taken.page.links.into_iter().find(|link| link.starts_with("/admin/questionnaires/")),
        _ => None,
    };
    let preview = preview.ok_or(format!("the upload gives {}", taken.status))?;
    let published = admin.send(&preview, &preview, &[("action", "publish")]).await.status;
    let invitees: Vec<String> =
        people.iter().enumerate().map(|(number, email)| format!("ES61,INT,Department {number},{email},en")).collect();
    let version = preview.rsplit('/').next().unwrap_or_default();
    let fields = [
        ("name", code),
        ("code", code),
        ("version", version),
        ("opens_at", "2026-01-01T00:00"),
        ("deadline", "2099-01-01T00:00"),
        ("invitees", &invitees.join("\n")),
    ];
    let opened = admin.send("/admin/rounds/new", "/admin/rounds/new", &fields).await;
    if published == 303 && opened.status == 303 {
        Ok(())
    } else {
        Err(format!("publishing gives {published}, opening a round {}", opened.status))
    }
}

/// Question, entry, and the choice or value.
type Row = (String, String, String);

/// The rows of `answers.csv` by response.
async fn exported(site: &Site, code: &str) -> Result<BTreeMap<String, Vec<Row>>, String> {
    let mut connection = site.pool.get().await.unwrap();
    let round = rounds::by_code(&mut connection, code).await.unwrap().ok_or("there is no round")?;
    let version = questionnaires::version(&mut connection, round.version).await.unwrap().ok_or("no version")?;
    let states = [ResponseState::Submitted];
    let export = std::sync::Arc::new(Export::new(&round, version, &states, Vec::new()));
    let file = export.files().iter().find(|file| file.name == "answers.csv").ok_or("no answers.csv")?;
    let chunks: Vec<bytes::Bytes> = download(&site.pool, &export, file).try_collect().await.unwrap();
    let bytes = chunks.concat();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let mut rows: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for record in reader.deserialize::<BTreeMap<String, String>>() {
        let record = record.unwrap();
        let cell = |name: &str| unguard(&record[name]).to_owned();
        let said = [cell("choice"), cell("value"), cell("non_answer"), cell("reason")].join("|");
        rows.entry(cell("response")).or_default().push((cell("question"), cell("entry"), said));
    }
    Ok(rows)
}

fn document(questionnaire: &Questionnaire, answers: &Answers, environment: &Environment<'_>) -> Map<String, Value> {
    let instance = questionnaire.evaluate(answers, environment);
    questionnaire.document(&instance, answers).answers
}

/// Is it answered by somebody, rather than computed, filled in by the server or sent as a file?
fn is_typed(questionnaire: &Questionnaire, name: &str) -> bool {
    questionnaire.question(name).is_some_and(|question| {
        question.kind.is_asked() && !matches!(question.kind, QuestionType::File | QuestionType::Image)
    })
}

/// A document as the rows that it becomes.
fn flatten(questionnaire: &Questionnaire, document: &Map<String, Value>, entry: &str, rows: &mut BTreeSet<Row>) {
    for (name, value) in document {
        if let Value::Array(entries) = value
            && questionnaire.question(name).is_none()
        {
            for inner in entries.iter().filter_map(Value::as_object) {
                let key = inner.get("_entry").map(ToString::to_string).unwrap_or_default();
                let path = if entry.is_empty() { format!("{name}/{key}") } else { format!("{entry}/{name}/{key}") };
                flatten(questionnaire, inner, &path, rows);
            }
        } else if is_typed(questionnaire, name) {
            said(questionnaire, name, value, |said| {
                rows.insert((name.clone(), entry.to_owned(), said));
            });
        }
    }
}

/// The last cells of the rows of one answer.
fn said(questionnaire: &Questionnaire, name: &str, value: &Value, mut row: impl FnMut(String)) {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let kind = questionnaire.question(name).map(|question| &question.kind);
    match (kind, value) {
        (_, Value::Object(other)) => {
            let part = |name: &str| other.get(name).map(plain).unwrap_or_default();
            row(format!("||{}|{}", part("non_answer"), part("reason")));
        }
        (Some(QuestionType::Rank(_)), Value::Array(codes)) => {
            for (rank, code) in (1..).zip(codes) {
                row(format!("{}|{rank}||", plain(code)));
            }
        }
        (_, Value::Array(codes)) => codes.iter().for_each(|code| row(format!("{}|||", plain(code)))),
        (Some(QuestionType::SelectOne(_) | QuestionType::Acknowledge), code) => row(format!("{}|||", plain(code))),
        (_, value) => row(format!("|{}||", plain(value))),
    }
}
