//! A region's answer with everything that it is made of: departments' submissions, decisions, both laid out.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    access::actor::Actor,
    fieldwork::{
        consolidation::{
            desk::{Decision, Desk, Matter, Word},
            entries::{Entry, Origin, rows_of},
        },
        ids::ResponseId,
        region::Region,
        round::Round,
    },
    questionnaire::{
        answers::Answers,
        compile::Questionnaire,
        expression::Environment,
        instance::Instance,
        opening::{Known, Opened},
        path::Path,
        validation::Violation,
    },
    store::{
        Connection, Error,
        regional::{self, RegionalAnswer, RoundFacts, Stored},
        regional_words::{self, Submission, Unit},
    },
};

/// Where the answer stands and who looks at it.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    pub round: &'a Round,
    pub region: &'a Region,
    pub actor: &'a Actor,
    pub environment: &'a Environment<'a>,
}

/// A region's answer, loaded and computed.
pub struct Regional {
    pub answer: RegionalAnswer,
    pub facts: RoundFacts,
    pub questionnaire: Arc<Questionnaire>,
    pub stored: Vec<Stored>,
    /// Every department of the region.
    pub units: Vec<Unit>,
    pub words: Vec<Word>,
    pub answers: Answers,
    pub instance: Instance,
    pub prefilled: BTreeSet<Path>,
    pub known: Known,
    past: HashMap<(ResponseId, i32), Word>,
    decisions: HashMap<String, Decision>,
}

impl Regional {
    /// Loads everything; the questionnaire is that of the answer's version.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(
        connection: &mut Connection,
        answer: RegionalAnswer,
        questionnaire: Arc<Questionnaire>,
        around: Surroundings<'_>,
    ) -> Result<Self, Error> {
        let (round, region) = (answer.round_id, answer.region_id);
        let facts =
            regional::round_facts(connection, round).await?.ok_or(Error::Unreadable("regional_answer.round_id"))?;
        let stored = regional::values(connection, round, region).await?;
        let units = regional_words::units(connection, round, region).await?;
        let word = |response: ResponseId, submission: &Submission| {
            let empty = serde_json::Map::new();
            let document = submission.answers.as_object().unwrap_or(&empty);
            let (high, low) = response.0.as_u64_pair();
            let now = submission.submitted_at.fixed_offset();
            let environment = Environment { now, language: &submission.language, seed: high ^ low };
            let own = units.iter().filter_map(|unit| unit.response.as_ref()).find(|own| own.id == response);
            let asked = questionnaire.asked(own.and_then(|own| own.sections.as_deref()));
            Word::read(&questionnaire, response, submission.revision, document, asked, &environment)
        };
        let latest = units.iter().filter_map(|unit| unit.response.as_ref());
        let words: Vec<Word> =
            latest.filter_map(|response| Some(word(response.id, response.submission.as_ref()?))).collect();
        let mut past = HashMap::new();
        let wanted = heard_before(&stored, &words);
        for (response, submissions) in regional_words::submissions(connection, round, &wanted).await? {
            for submission in &submissions {
                past.insert((response, submission.revision), word(response, submission));
            }
        }
        let actor = around.actor;
        let known = Known {
            start: answer.opened_at.naive_utc(),
            username: if actor.name.is_empty() { actor.email.clone() } else { actor.name.clone() },
            email: actor.email.clone(),
        };
        let rows = stored.iter().map(|row| (row.path.as_str(), row.value.as_ref()));
        let Opened { answers, instance, prefilled } = questionnaire.open(rows, &known, around.environment);
        let decisions = stored.iter().map(|row| (row.path.clone(), decision(row))).collect();
        Ok(Self {
            answer,
            facts,
            questionnaire,
            stored,
            units,
            words,
            answers,
            instance,
            prefilled,
            known,
            past,
            decisions,
        })
    }

    /// Everything that the region is asked now.
    #[must_use]
    pub fn matters(&self, environment: &Environment<'_>) -> Vec<Matter> {
        self.matters_over(&self.instance, &self.decisions, environment)
    }

    /// The same, as it would be with other decisions.
    pub(super) fn matters_over(
        &self,
        instance: &Instance,
        decisions: &HashMap<String, Decision>,
        environment: &Environment<'_>,
    ) -> Vec<Matter> {
        let (questionnaire, words, past) = (&*self.questionnaire, self.words.as_slice(), &self.past);
        Desk { questionnaire, instance, words, past, decisions, environment }.matters()
    }

    pub(super) fn decisions(&self) -> &HashMap<String, Decision> {
        &self.decisions
    }

    /// What keeps the document from being complete.
    #[must_use]
    pub fn violations(&self, environment: &Environment<'_>) -> Vec<Violation> {
        self.questionnaire.validate(&self.instance, environment)
    }

    /// What is stored at a path.
    #[must_use]
    pub fn row(&self, path: &str) -> Option<&Stored> {
        self.stored.iter().find(|row| row.path == path)
    }

    /// The stored version at a path; 0 where nothing is stored.
    #[must_use]
    pub fn version_of(&self, path: &str) -> i32 {
        self.row(path).map_or(0, |row| row.version)
    }

    /// The submissions that a decision of now hears, as it is stored.
    #[must_use]
    pub fn heard(&self) -> Value {
        let heard: BTreeMap<String, i32> =
            self.words.iter().map(|word| (word.response.to_string(), word.revision)).collect();
        json!(heard)
    }

    /// A word for exactly these submissions: a page that was shown with others is out of date.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.heard().to_string());
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The name of the department that gave a response.
    #[must_use]
    pub fn department(&self, response: ResponseId) -> Option<&str> {
        let is_its = |unit: &&Unit| unit.response.as_ref().is_some_and(|own| own.id == response);
        self.units.iter().find(is_its).map(|unit| unit.name.as_str())
    }

    /// The region's entries of a repeat, with where they came from.
    #[must_use]
    pub fn entries(&self, repeat: &Path) -> Vec<Entry> {
        let keys = self.answers.entries(repeat).iter();
        keys.map(|key| {
            let inside = repeat.within.entry(&repeat.name, *key).to_string();
            let origins: Option<Vec<Origin>> =
                self.row(&inside).and_then(|row| serde_json::from_value(row.origins.clone()).ok());
            Entry { origins: origins.unwrap_or_default(), rows: rows_of(&self.answers, repeat, *key) }
        })
        .collect()
    }
}

/// The submissions that decisions heard and that are not the latest any more.
fn heard_before(stored: &[Stored], words: &[Word]) -> Vec<(ResponseId, i32)> {
    let mut wanted = BTreeSet::new();
    for (response, revision) in stored.iter().flat_map(|row| read_heard(&row.heard)) {
        if !words.iter().any(|word| word.response == response && word.revision == revision) {
            wanted.insert((response, revision));
        }
    }
    wanted.into_iter().collect()
}

fn decision(row: &Stored) -> Decision {
    Decision {
        value: row.value.clone(),
        basis: row.basis,
        source: row.source,
        divergence: row.divergence.clone(),
        version: row.version,
        heard: read_heard(&row.heard),
    }
}

fn read_heard(heard: &Value) -> BTreeMap<ResponseId, i32> {
    serde_json::from_value::<BTreeMap<String, i32>>(heard.clone())
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(response, revision)| Some((response.parse().ok()?, revision)))
        .collect()
}
