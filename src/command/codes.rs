//! `periplus codes`: the coded rows that tables are counted from, made anew from the documents.

use std::collections::{BTreeMap, btree_map::Entry};

use anyhow::Context;
use clap::Subcommand;
use periplus::{
    config::DataConfig,
    fieldwork::ids::VersionId,
    questionnaire::{
        compile::{Questionnaire, compile},
        document::answers_of,
        expression::Environment,
    },
    store::{Connection, questionnaires, rounds, submissions},
};

use super::with_pool;

/// How many documents are held at a time.
const BATCH: i64 = 500;

/// What to do.
#[derive(Subcommand)]
pub enum Codes {
    /// Make the coded rows of a round anew from its documents, and say how many differed.
    Rebuild {
        #[command(flatten)]
        data: DataConfig,
        /// The round's code.
        round: String,
    },
}

async fn questionnaire(connection: &mut Connection, version: VersionId) -> anyhow::Result<Questionnaire> {
    let version = questionnaires::version(connection, version).await?;
    compile(version.context("a submission has no questionnaire")?.definition)
        .map_err(|findings| anyhow::anyhow!("the questionnaire does not compile: {} findings", findings.len()))
}

/// Does it.
pub fn run(codes: Codes) -> anyhow::Result<()> {
    let Codes::Rebuild { data, round: code } = codes;
    with_pool(&data, async |pool| {
        let mut connection = pool.get().await?;
        let round =
            rounds::by_code(&mut connection, &code).await?.with_context(|| format!("there is no round {code}"))?;
        let mut questionnaires = BTreeMap::new();
        let (mut read, mut differed, mut after) = (0, 0, None);
        loop {
            let batch = submissions::coded(&mut connection, round.id, after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = Some((last.response, last.revision));
            for coded in &batch {
                // Each by the layout of the version that it was submitted as.
                let questionnaire = match questionnaires.entry(coded.version) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => new.insert(questionnaire(&mut connection, coded.version).await?),
                };
                let document = coded.answers.as_object().context("a document is no object")?;
                let answers = answers_of(&questionnaire.schema, document);
                let now = coded.submitted_at.fixed_offset();
                let environment = Environment { now, language: &coded.language, seed: 0 };
                let instance = questionnaire.evaluate(&answers, &environment);
                let asked = questionnaire.asked(coded.sections.as_deref());
                let codes = questionnaire.document_of(&instance, &answers, &asked).codes;
                read += 1;
                if coded.codes.as_ref() != Some(&codes) {
                    submissions::set_codes(&mut connection, round.id, coded.response, coded.revision, &codes).await?;
                    differed += 1;
                }
            }
        }
        println!("{read} submissions, {differed} differed");
        Ok(())
    })
}
