//! What every request shares: connections, templates, languages, settings, and the compiled questionnaires.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use chrono::Utc;
use handlebars::Handlebars;

use crate::{
    fieldwork::ids::{ResponseId, VersionId},
    language::Locales,
    operations::recording::Recorder,
    questionnaire::{
        compile::{Questionnaire, compile},
        expression::Environment,
    },
    store::{Connection, Pool, questionnaires},
};

use super::{context::templates, error::Error};

/// Shared by all workers.
pub struct State {
    pub pool: Pool,
    pub locales: Arc<Locales>,
    pub templates: Handlebars<'static>,
    pub base_url: String,
    pub proxies: usize,
    pub local: bool,
    pub recorder: Recorder,
    questionnaires: RwLock<HashMap<VersionId, Arc<Questionnaire>>>,
}

impl State {
    /// Puts the parts together.
    ///
    /// # Errors
    /// When a template is broken.
    pub fn new(
        pool: Pool,
        locales: Arc<Locales>,
        base_url: String,
        proxies: usize,
        local: bool,
    ) -> Result<Self, Box<handlebars::TemplateError>> {
        let templates = templates(&locales)?;
        let (recorder, questionnaires) = (Recorder::default(), RwLock::default());
        Ok(Self { pool, locales, templates, base_url, proxies, local, recorder, questionnaires })
    }

    /// Is the outside address spoken to over TLS?
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https:")
    }

    /// A version, compiled once and kept: versions are immutable once rounds use them.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn questionnaire(
        &self,
        connection: &mut Connection,
        version: VersionId,
    ) -> Result<Arc<Questionnaire>, Error> {
        if let Some(kept) = self.questionnaires.read().ok().and_then(|kept| kept.get(&version).cloned()) {
            return Ok(kept);
        }
        let found = questionnaires::version(connection, version).await?.ok_or(Error::NotFound)?;
        let published = found.published_at.is_some();
        let compiled = Arc::new(compile(found.definition).map_err(|findings| Error::Unpublishable(findings.len()))?);
        if published && let Ok(mut kept) = self.questionnaires.write() {
            kept.insert(version, Arc::clone(&compiled));
        }
        Ok(compiled)
    }
}

/// What expressions may know of a request about one response: chance is the same in each.
#[must_use]
pub fn environment_of(language: &str, response: ResponseId) -> Environment<'_> {
    let (high, low) = response.0.as_u64_pair();
    Environment { seed: high ^ low, ..environment(language) }
}

/// What expressions may know of a request.
#[must_use]
pub fn environment(language: &str) -> Environment<'_> {
    Environment { now: Utc::now().fixed_offset(), language, seed: 0 }
}
