//! The shipped questionnaire through the commands: written out, taken by pyxform, read back the same, and translated by
//! way of a table, with a database and without.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use periplus::{
    questionnaire::{
        definition::Definition,
        xlsform::{Source, import},
    },
    store::Pool,
};
use uuid::Uuid;

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/external-dimension");

/// The program, with or without a database.
struct Program {
    database: Option<String>,
}

impl Program {
    /// What it prints, where it ends well.
    fn run(&self, arguments: &[&str]) -> Result<String, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_periplus"));
        command.arg("questionnaire").args(arguments).env_remove("DATABASE_URL");
        if let Some(url) = &self.database {
            command.env("DATABASE_URL", url);
        }
        let output = command.output().unwrap();
        let [printed, said] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        if output.status.success() { Ok(printed) } else { Err(format!("{printed}{said}")) }
    }
}

fn read(path: &Path) -> Definition {
    let file = |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap());
    let files = if path.is_dir() {
        fs::read_dir(path).unwrap().map(|entry| file(entry.unwrap().path())).collect()
    } else {
        vec![file(path.to_owned())]
    };
    import(Source::Files(files)).definition.unwrap()
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[test]
fn the_shipped_questionnaire_is_converted_to_every_form_and_pyxform_takes_it() {
    let program = Program { database: None };
    let folder = tempfile::tempdir().unwrap();
    let shipped = read(Path::new(SHIPPED));
    let mut from = SHIPPED.to_owned();
    // Each from the one before it.
    for name in ["shipped.xlsx", "shipped.zip", "sheets"] {
        let to = folder.path().join(name);
        let printed = program.run(&["convert", &from, "--to", &text(&to)]).unwrap();
        assert!(printed.contains(name) && printed.contains("0 errors"), "{printed}");
        let source = fs::read(&to).map_or_else(|_| read(&to), |bytes| import(Source::File(bytes)).definition.unwrap());
        assert_eq!(source, shipped, "{name}");
        from = text(&to);
    }
    let python = env::var_os("PERIPLUS_PYTHON")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python"), PathBuf::from);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/outside/accepts.py");
    let verdict = Command::new(python).arg(script).arg(folder.path()).output().expect("run tools/need python");
    assert_eq!(String::from_utf8(verdict.stdout).unwrap(), "{\"name\": \"shipped\", \"error\": null}\n");

    let odd = folder.path().join("shipped.pdf");
    assert!(program.run(&["convert", SHIPPED, "--to", &text(&odd)]).unwrap_err().contains("“.pdf” is not written"));
    let broken = folder.path().join("survey.csv");
    fs::write(&broken, "type,name,label\ntext,a,A\ntxt,b,B\n").unwrap();
    let refused = program.run(&["convert", &text(&broken), "--to", &text(&folder.path().join("no"))]).unwrap_err();
    assert!(refused.contains("survey!A3") && !folder.path().join("no").exists(), "{refused}");
}

#[test]
fn a_file_is_translated_without_a_database() {
    let program = Program { database: None };
    let folder = tempfile::tempdir().unwrap();
    let [table, to] = ["greek.csv", "translated"].map(|name| text(&folder.path().join(name)));
    let missing = program.run(&["translations", "missing", "--file", SHIPPED]).unwrap();
    assert!(missing.lines().all(|line| line.contains(": 0 of ")), "{missing}");
    let greek = "Greek (el)";
    program.run(&["translations", "export", "--file", SHIPPED, "--language", greek, "--to", &table]).unwrap();
    let written = fs::read_to_string(&table).unwrap();
    let first = written.split("\r\n").nth(1).unwrap();
    fs::write(&table, written.replace(first, &format!("{first}'=Τίτλος"))).unwrap();
    let printed = program.run(&["translations", "import", &table, "--file", SHIPPED, "--to", &to]).unwrap();
    assert!(printed.contains("Greek (el), a new language: 1 changes"), "{printed}");
    let translated = read(Path::new(&to));
    assert_eq!(translated.title.read("el", &translated.default_language), "=Τίτλος");
    assert_eq!(translated.items, read(Path::new(SHIPPED)).items);
    let missing = program.run(&["translations", "missing", "--file", &to, "--language", "el", "--json"]).unwrap();
    let missing: serde_json::Value = serde_json::from_str(&missing).unwrap();
    let [total, gaps] = [missing[0]["total"].as_u64().unwrap(), missing[0]["missing"].as_array().unwrap().len() as u64];
    assert_eq!(gaps + 1, total);

    fs::write(&table, written.replace(first, "survey/nothing/label,,a,b")).unwrap();
    let refused = program.run(&["translations", "import", &table, "--file", SHIPPED]).unwrap_err();
    assert!(refused.contains("line 2: error [unknown-key]"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_exported_and_translated_in_the_database() {
    let url = env::var("TEST_DATABASE_URL").expect("run this with target/debug/examples/with_postgres");
    let name = format!("workbook_{}", Uuid::new_v4().simple());
    let maintenance = Pool::new(&url, 1, None).unwrap().streaming().await.unwrap();
    maintenance.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    let program = Program { database: Some(format!("{server}/{name}")) };
    let folder = tempfile::tempdir().unwrap();
    let [workbook, table] = ["form.xlsx", "fr.csv"].map(|name| text(&folder.path().join(name)));
    let form = "external_dimension";

    let added = program.run(&["add", SHIPPED, "--publish"]).unwrap();
    let id = added.lines().last().unwrap().split(' ').next().unwrap();
    program.run(&["export", id, "--to", &workbook]).unwrap();
    assert_eq!(read(Path::new(&workbook)), read(Path::new(SHIPPED)));

    program.run(&["translations", "export", form, "--language", "fr", "--to", &table]).unwrap();
    let unchanged = program.run(&["translations", "import", &table, form, "--apply"]).unwrap();
    assert!(unchanged.contains("nothing to change"), "{unchanged}");
    let written = fs::read_to_string(&table).unwrap();
    let first = written.split("\r\n").nth(1).unwrap();
    let (start, _) = first.rsplit_once(',').unwrap();
    fs::write(&table, written.replace(first, &format!("{start},Un autre titre"))).unwrap();
    let trial = program.run(&["translations", "import", &table, form]).unwrap();
    assert!(trial.contains("this was a trial") && trial.contains("→ “Un autre titre”"), "{trial}");
    assert_eq!(program.run(&["list"]).unwrap().lines().count(), 1);
    program.run(&["translations", "import", &table, form, "--apply"]).unwrap();
    assert_eq!(program.run(&["list"]).unwrap().lines().count(), 2);
    let late = program.run(&["translations", "import", &table, form, "--version", "1", "--apply"]).unwrap_err();
    assert!(late.contains("there is a newer version"), "{late}");

    program.run(&["export", form, "--to", &workbook]).unwrap();
    let translated = read(Path::new(&workbook));
    assert_eq!(translated.title.read("fr", &translated.default_language), "Un autre titre");
    program.run(&["export", form, "--version", "1", "--to", &workbook]).unwrap();
    assert_eq!(read(Path::new(&workbook)), read(Path::new(SHIPPED)));
    let missing = program.run(&["export", form, "--version", "9", "--to", &workbook]).unwrap_err();
    assert!(missing.contains("there is no version 9"), "{missing}");
}
