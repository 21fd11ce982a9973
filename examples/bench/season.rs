//! One respondent's whole way: open, read and save every page, submit.

use std::{collections::BTreeSet, net::SocketAddr};

use anyhow::bail;
use periplus::{
    fieldwork::ids::ResponseId,
    questionnaire::{
        answer::Answer,
        answers::Answers,
        compile::Questionnaire,
        input::{non_answer_field, rank_field},
        path::{EntryPath, Path},
    },
};
use uuid::Uuid;

use crate::{
    http::{Client, Reply, Session},
    setup::Respondent,
};

/// How often a page may show further questions.
const MOST_TURNS: usize = 12;

/// Submits a response whose draft is complete.
pub async fn submit(client: &mut Client, session: &Session, response: ResponseId) -> anyhow::Result<()> {
    let key = ("key".to_owned(), Uuid::new_v4().to_string());
    let path = format!("/responses/{response}/submit");
    let reply = client.post(session, &path, &[key]).await?;
    if reply.status != 303 || !reply.location.ends_with("/receipt") {
        bail!("{path} answered {}: {}", reply.status, problems(&reply));
    }
    Ok(())
}

/// Goes all the way with these answers; returns how many pages were asked for and sent.
pub async fn whole(
    address: SocketAddr,
    respondent: &Respondent,
    questionnaire: &Questionnaire,
    answers: &Answers,
) -> anyhow::Result<usize> {
    let client = Client::connect(address).await?;
    let mut way = Way { client, respondent, answers, requests: 0 };
    let hub = format!("/responses/{}", respondent.response);
    way.read(&hub).await?;
    for section in &questionnaire.sections {
        way.section(&format!("{hub}/sections/{}", section.name)).await?;
    }
    way.read(&format!("{hub}/check")).await?;
    submit(&mut way.client, &respondent.session, respondent.response).await?;
    way.read(&format!("{hub}/receipt")).await?;
    Ok(way.requests + 1)
}

struct Way<'a> {
    client: Client,
    respondent: &'a Respondent,
    answers: &'a Answers,
    requests: usize,
}

impl Way<'_> {
    async fn read(&mut self, path: &str) -> anyhow::Result<String> {
        self.requests += 1;
        let path = path.split('#').next().unwrap_or(path);
        let reply = self.client.get(&self.respondent.session, path).await?;
        if reply.status != 200 {
            bail!("{path} answered {}", reply.status);
        }
        Ok(String::from_utf8(reply.body)?)
    }

    async fn section(&mut self, address: &str) -> anyhow::Result<()> {
        let mut visited = BTreeSet::new();
        for _ in 0..MOST_TURNS {
            let html = self.read(address).await?;
            if let Some((repeat, entry)) = self.unvisited(&html, &visited)? {
                let known = html.contains(&format!("edit:{entry}\""));
                let then = if known { format!("edit:{entry}") } else { format!("add:{repeat}") };
                let reply = self.save(address, &html, &then).await?;
                self.entry(&reply.location).await?;
                visited.insert(entry);
                continue;
            }
            let reply = self.save(address, &html, "continue").await?;
            if !reply.location.contains("?more=1") {
                return Ok(());
            }
        }
        bail!("{address} does not end")
    }

    async fn entry(&mut self, address: &str) -> anyhow::Result<()> {
        for _ in 0..MOST_TURNS {
            let html = self.read(address).await?;
            let reply = self.save(address, &html, "continue").await?;
            if !reply.location.contains("?more=1") {
                return Ok(());
            }
        }
        bail!("{address} does not end")
    }

    async fn save(&mut self, address: &str, html: &str, then: &str) -> anyhow::Result<Reply> {
        self.requests += 1;
        let mut fields = vec![("then".to_owned(), then.to_owned())];
        for (path, version) in versions(html) {
            fields.push((format!("version:{path}"), version));
            let path: Path = path.parse()?;
            if let Some(answer) = self.answers.get(&path) {
                fields.extend(sent(&path, answer));
            }
        }
        let reply = self.client.post(&self.respondent.session, address, &fields).await?;
        if reply.status != 303 {
            bail!("{address} answered {}: {}", reply.status, problems(&reply));
        }
        Ok(reply)
    }

    /// An entry to be filled in of a repeat on this page.
    fn unvisited(&self, html: &str, visited: &BTreeSet<EntryPath>) -> anyhow::Result<Option<(Path, EntryPath)>> {
        for (path, _) in versions(html) {
            let path: Path = path.parse()?;
            let mut entries = self.answers.entries(&path).iter().map(|key| path.within.entry(&path.name, *key));
            if let Some(entry) = entries.find(|entry| !visited.contains(entry)) {
                return Ok(Some((path, entry)));
            }
        }
        Ok(None)
    }
}

/// The questions on a page, with the versions that it shows.
fn versions(html: &str) -> Vec<(String, String)> {
    let after = html.split("name=\"version:").skip(1);
    let read = |rest: &str| {
        let (path, rest) = rest.split_once('"')?;
        let (_, rest) = rest.split_once("value=\"")?;
        let (version, _) = rest.split_once('"')?;
        Some((path.to_owned(), version.to_owned()))
    };
    after.filter_map(read).collect()
}

fn sent(path: &Path, answer: &Answer) -> Vec<(String, String)> {
    let name = path.to_string();
    match answer {
        Answer::Text(text) | Answer::Choice(text) | Answer::Unparsed(text) => vec![(name, text.clone())],
        Answer::Number(number) => vec![(name, number.to_string())],
        Answer::Choices(chosen) => chosen.iter().map(|one| (name.clone(), one.clone())).collect(),
        Answer::Ranking(ranked) => {
            let ranks = ranked.iter().enumerate();
            ranks.map(|(at, choice)| (rank_field(path, choice), (at + 1).to_string())).collect()
        }
        Answer::Date(date) => vec![(name, date.to_string())],
        Answer::Time(time) => vec![(name, time.to_string())],
        Answer::DateTime(moment) => vec![(name, moment.format("%Y-%m-%dT%H:%M:%S").to_string())],
        Answer::Files(_) => Vec::new(),
        Answer::NonAnswer(non_answer) => vec![(non_answer_field(path), non_answer.code())],
        Answer::Both { answer, non_answer } => {
            let mut both = sent(path, answer);
            both.push((non_answer_field(path), non_answer.code()));
            both
        }
    }
}

/// What a page says is wrong, for the message of a failure.
fn problems(reply: &Reply) -> String {
    let html = String::from_utf8_lossy(&reply.body);
    let main = html.split_once("<main").map_or(html.as_ref(), |(_, main)| main);
    main.chars().take(2000).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
