//! A respondent with a browser: goes through the pages with answers in mind, and fills in what the pages ask for.

use std::collections::{BTreeMap, BTreeSet};

use periplus::questionnaire::{
    answers::Answers,
    compile::Questionnaire,
    input::{NumberStyle, fields_of},
};

use crate::{page::Page, site::Browser};

/// More passes than any chain of questions needs.
const PASSES: usize = 12;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
/// One grey pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xaeB`\x82";

/// What somebody wants to say, as the fields of forms.
pub struct Intent {
    fields: BTreeMap<String, Vec<String>>,
    entries: BTreeMap<String, usize>,
}

impl Intent {
    pub fn of(questionnaire: &Questionnaire, answers: &Answers) -> Self {
        let style = NumberStyle::of_language("en");
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, answer) in answers.iter() {
            let Some(question) = questionnaire.question(&path.name) else { continue };
            for (name, value) in fields_of(question, path, answer, style) {
                fields.entry(name).or_default().push(value);
            }
        }
        let entries = answers.repeats().map(|(path, keys)| (path.to_string(), keys.len())).collect();
        Self { fields, entries }
    }

    /// What is sent of a page: what stands in it, with the intended answers in their controls.
    fn fill(&self, page: &Page) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = page.pairs.clone();
        for name in &page.controls {
            pairs.retain(|(found, _)| found != name);
            let wanted = self.fields.get(name).cloned().unwrap_or_default();
            pairs.extend(wanted.into_iter().map(|value| (name.clone(), value)));
        }
        pairs
    }
}

/// One respondent in one response.
pub struct Walk<'a> {
    pub browser: &'a Browser<'a>,
    pub response: String,
    pub intent: Intent,
    /// Questions that got a file.
    pub files: BTreeSet<String>,
    pub pages: usize,
}

impl Walk<'_> {
    /// Fills in everything, until nothing changes any more; says what went wrong.
    pub async fn fill(&mut self) -> Result<(), String> {
        for _ in 0..PASSES {
            let hub = self.browser.get(&self.response).await.page;
            let sections: Vec<String> = hub
                .links
                .into_iter()
                .filter(|link| link.starts_with(&format!("{}/sections/", self.response)))
                .collect();
            let mut changed = false;
            for section in unique(sections) {
                changed |= self.page(&section).await?;
            }
            if !changed {
                return Ok(());
            }
        }
        Err("the pages never come to rest".to_owned())
    }

    /// Fills in a page and the entries that it holds; says whether anything was new.
    async fn page(&mut self, first: &str) -> Result<bool, String> {
        let mut waiting = vec![first.to_owned()];
        let mut seen = BTreeSet::new();
        let mut changed = false;
        while let Some(url) = waiting.pop() {
            changed |= self.one(&url, &mut waiting, &mut seen).await?;
        }
        Ok(changed)
    }

    async fn one(&mut self, url: &str, waiting: &mut Vec<String>, seen: &mut BTreeSet<String>) -> Result<bool, String> {
        let mut changed = false;
        for _ in 0..400 {
            self.pages += 1;
            let answer = self.browser.get(url).await;
            if answer.status != 200 {
                return if seen.contains(url) { Ok(changed) } else { Err(format!("{url} is {}", answer.status)) };
            }
            let page = answer.page;
            let then = self.wish(&page);
            let mut pairs = self.intent.fill(&page);
            let same = sorted(&pairs) == sorted(&page.pairs);
            if then.is_none() && same {
                let entries = page.buttons.iter().filter_map(|button| button.strip_prefix("edit:"));
                for entry in entries.map(|entry| format!("{}/entries/{entry}", self.response)) {
                    if seen.insert(entry.clone()) {
                        waiting.push(entry);
                    }
                }
                return Ok(changed);
            }
            changed = true;
            let wish = then.clone().unwrap_or_else(|| "leave".to_owned());
            pairs.push(("then".to_owned(), wish.clone()));
            let sent = self.browser.post(url, &pairs).await;
            if sent.status != 303 {
                return Err(format!("{url}: saving with {wish} gives {}: {}", sent.status, alerts(&sent.page.text)));
            }
            if let Some(question) = wish.strip_prefix("file:") {
                self.attach(question, &sent.location).await?;
            }
        }
        Err(format!("{url} never comes to rest"))
    }

    /// A button to press first: an entry or a file to add.
    fn wish(&self, page: &Page) -> Option<String> {
        let add = page.buttons.iter().find(|button| {
            let Some(repeat) = button.strip_prefix("add:") else { return false };
            let begins = format!("edit:{repeat}/");
            let there = page.buttons.iter().filter(|button| button.starts_with(&begins)).count();
            self.intent.entries.get(repeat).is_some_and(|wanted| there < *wanted)
        });
        let file = || {
            let wanted =
                |button: &&String| button.strip_prefix("file:").is_some_and(|question| !self.files.contains(question));
            page.buttons.iter().find(wanted)
        };
        add.or_else(file).cloned()
    }

    async fn attach(&mut self, question: &str, url: &str) -> Result<(), String> {
        self.files.insert(question.to_owned());
        let page = self.browser.get(url).await.page;
        let (csrf, version) = (page.hidden("csrf"), page.hidden("version"));
        let fields = [("csrf", csrf.as_str()), ("version", version.as_str())];
        let kinds: [(&str, &[u8]); 2] = [("plan.pdf", PDF), ("plan.png", PNG)];
        let mut refused = String::new();
        for (name, content) in kinds {
            let sent = self.browser.upload(url, &fields, &[(name.to_owned(), content.to_vec())]).await;
            if sent.status < 400 {
                return Ok(());
            }
            refused = format!("{url}: a file gives {}: {}", sent.status, alerts(&sent.page.text));
        }
        Err(refused)
    }

    /// Sends it in.
    pub async fn submit(&self) -> Result<(), String> {
        let check = self.browser.get(&format!("{}/check", self.response)).await;
        let form = format!("{}/submit", self.response);
        if !check.page.text.contains(&form) {
            return Err(format!("it cannot be submitted: {}", alerts(&check.page.text)));
        }
        let sent = self.browser.post(&form, &check.page.pairs).await;
        if sent.status == 303 && sent.location.ends_with("/receipt") {
            Ok(())
        } else {
            Err(format!("submitting gives {} {}", sent.status, sent.location))
        }
    }
}

/// What a page complains about, without its tags.
fn alerts(text: &str) -> String {
    let panel = text.split("panel--error").nth(1).and_then(|rest| rest.split("</div>").next()).unwrap_or("no reason");
    let words: Vec<&str> = panel.split(['<', '>']).skip(1).step_by(2).collect();
    words.join(" ").chars().take(600).collect()
}

fn unique(links: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    links.into_iter().filter(|link| seen.insert(link.clone())).collect()
}

/// Without what changes from page to page.
fn sorted(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.clone(), value.replace("\r\n", "\n")))
        .collect();
    pairs.sort();
    pairs
}
