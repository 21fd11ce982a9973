//! What the documents say, held against the program: the table of settings, and the files that are named.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use regex::Regex;

#[test]
fn the_readme_lists_every_setting_with_its_flag_and_default() -> Result<()> {
    let config = read("src/config.rs")?;
    let settings = settings(&config)?;
    assert!(settings.len() > 5, "src/config.rs is read wrongly: {settings:?}");
    assert_eq!(settings_of_readme(&read("README.md")?)?, settings);
    Ok(())
}

#[test]
fn the_documents_name_files_that_exist() -> Result<()> {
    let path = Regex::new(r"`((?:src|tests|docs|migrations|questionnaires)/[\w./-]+)`")?;
    let mut missing = Vec::new();
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = read(document)?;
        let named = path.captures_iter(&text).map(|captures| captures.extract::<1>().1.concat());
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        missing.extend(named.filter(|path| !root.join(path).exists()).map(|path| format!("{document} names {path}")));
    }
    anyhow::ensure!(missing.is_empty(), "\n{}", missing.join("\n"));
    Ok(())
}

#[test]
fn a_setting_that_the_readme_lacks_is_found() -> Result<()> {
    let config = "#[arg(long, env = \"A_B\", default_value_t = 16)]\n    pub a_b: usize,\n\
                  #[arg(long, env = \"C\", hide_env_values = true)]\n    pub c: Option<String>,\n#[arg(long)]\npub d: bool,";
    let expected = [("A_B", ("--a-b", "16")), ("C", ("--c", ""))];
    let expected: BTreeMap<String, (String, String)> =
        expected.map(|(name, (flag, value))| (name.into(), (flag.into(), value.into()))).into();
    assert_eq!(settings(config)?, expected);
    let readme = "| `A_B` | `--a-b` | `16` | says |\n| `C` | `--c` | | says |\n| `other` | row |\n";
    assert_eq!(settings_of_readme(readme)?, expected);
    assert_ne!(settings_of_readme("| `A_B` | `--a-b` | `17` | says |")?, expected);
    Ok(())
}

fn read(path: &str) -> Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// What each variable of `config.rs` is as a flag, and its default.
fn settings(config: &str) -> Result<BTreeMap<String, (String, String)>> {
    let setting = Regex::new(r#"#\[arg\(([^\n]*env = "(\w+)"[^\n]*)\)\]\s+pub (\w+):"#)?;
    let default = Regex::new(r#"default_value(?:_t)? = (?:"([^"]*)"|(\w+))"#)?;
    let mut found = BTreeMap::new();
    for captures in setting.captures_iter(config) {
        let [arguments, name, field] = captures.extract::<3>().1;
        let default = default.captures(arguments).and_then(|default| default.get(1).or(default.get(2)));
        let default = default.map_or("", |found| found.as_str()).to_owned();
        let flag = format!("--{}", field.replace('_', "-"));
        found.insert(name.to_owned(), (flag, default));
    }
    let said = config.matches("env = \"").count();
    anyhow::ensure!(said == found.len(), "an `env` of src/config.rs is written in another way");
    Ok(found)
}

/// The same, from the rows of the README: variable, flag, default, what it says.
fn settings_of_readme(readme: &str) -> Result<BTreeMap<String, (String, String)>> {
    let row = Regex::new(r"(?m)^\| `([A-Z][A-Z_]+|[A-Z])` \| `(--[a-z-]+)` \|(?: `([^`]*)`)? \|")?;
    let text =
        |captures: &regex::Captures<'_>, index| captures.get(index).map_or("", |found| found.as_str()).to_owned();
    Ok(row.captures_iter(readme).map(|row| (text(&row, 1), (text(&row, 2), text(&row, 3)))).collect())
}
