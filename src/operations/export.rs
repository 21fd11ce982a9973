//! Everything that a consultant downloads of a round: which files there are, one of them as a stream of bytes, or all
//! of them in a folder with their manifest.
//!
//! Exports are read from one snapshot of the database in flat memory. The same data give the same bytes.

mod folder;
mod outlet;
mod production;
mod recipes;
mod writers;

use std::{
    collections::{HashMap, HashSet},
    io,
    path::PathBuf,
    sync::Arc,
};

use bytes::Bytes;
use futures_util::{Stream, stream};
use thiserror::Error;
use tokio::sync::mpsc;

pub use folder::to_folder;
pub use recipes::{RecipeFileError, recipes};

use self::{outlet::Channel, production::produce};
use crate::{
    export::{ExportError, Speaker, manifest::Origin, repeat::repeats},
    fieldwork::{
        ids::{RoundId, VersionId},
        response::ResponseState,
        round::Round,
    },
    questionnaire::{
        codes::{CodeError, CodeLayout, Transcoder},
        definition::Definition,
        merging::Merged,
    },
    results::recipe::{Kind, Recipe, RecipeError, Unit},
    store::{
        self, Connection, Pool, moved,
        questionnaires::{self, Version},
    },
};

/// Chunks that wait for a slow reader, besides the one that is being made.
const WAITING_CHUNKS: usize = 2;

/// An export of a round: what of it, and as which files.
#[derive(Debug)]
pub struct Export {
    round: RoundId,
    code: String,
    versions: HashMap<VersionId, ExportVersion>,
    merged: Merged,
    layout: CodeLayout,
    states: Vec<ResponseState>,
    files: Vec<ExportFile>,
    notices: Vec<Notice>,
}

/// A version whose responses are exported.
#[derive(Debug)]
struct ExportVersion {
    number: i32,
    /// Brings its coded rows into the layout of all; nothing where it is theirs.
    transcoder: Option<Transcoder>,
}

/// One file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// For instance `responses.csv`; no two are alike, whatever the case.
    pub name: String,
    pub content: Content,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Responses(Unit),
    Answers(Unit),
    Codebook,
    /// What the columns mean that are not questions'.
    Columns,
    Participation(Unit),
    /// The entries of the repeat of this name.
    Repeat(Unit, String),
    /// The entries of a repeat, as a recipe chooses them.
    List(Recipe),
    /// Frequencies or a summary.
    Table(Recipe),
}

/// Why a recipe has no file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Notice {
    /// It does not fit the questionnaire.
    #[error(transparent)]
    Unfit(#[from] RecipeError),
    #[error("{table}: another file has this name")]
    NameTaken { table: String },
}

/// Why an export broke off. What was sent or written until then is not to be used.
#[derive(Debug, Error)]
pub enum ExportFailure {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Format(#[from] ExportError),
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    /// A column means the same in every row, so versions are never mixed in silence.
    #[error("{speaker} answers a version of the questionnaire that the export does not know")]
    OtherVersion { speaker: Speaker },
    #[error("the codes of {speaker} are missing")]
    CodesMissing { speaker: Speaker },
    #[error("the codes of {speaker} are of another version")]
    Codes { speaker: Speaker, source: CodeError },
    #[error("nobody reads the export any more")]
    Abandoned,
    #[error("the export was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
    #[error("{} cannot be written", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("the manifest cannot be written")]
    Manifest(#[from] serde_json::Error),
}

impl Export {
    /// Prepares an export of the responses in `states`. A table counts those of them that its recipe counts. What a
    /// recipe cannot have is told by [`Export::notices`].
    #[must_use]
    pub fn new(round: &Round, version: Version, states: &[ResponseState], recipes: Vec<Recipe>) -> Self {
        let merged = Merged::single(version.number, &version.definition);
        Self::of_merged(round, merged, &[version], states, recipes)
    }

    /// The same for responses to several versions of a questionnaire, in the same tables; nothing where there is no
    /// version.
    #[must_use]
    pub fn of_versions(
        round: &Round,
        versions: &[Version],
        states: &[ResponseState],
        recipes: Vec<Recipe>,
    ) -> Option<Self> {
        let definitions: Vec<_> = versions.iter().map(|version| (version.number, &version.definition)).collect();
        Some(Self::of_merged(round, Merged::of(&definitions)?, versions, states, recipes))
    }

    fn of_merged(
        round: &Round,
        merged: Merged,
        versions: &[Version],
        states: &[ResponseState],
        recipes: Vec<Recipe>,
    ) -> Self {
        let layout = CodeLayout::of(&merged.definition);
        let (files, notices) = list(&merged.definition, &layout, recipes);
        let known = |version: &Version| {
            let own = merged.versions.iter().find(|own| own.number == version.number)?;
            let transcoder = Transcoder::new(&CodeLayout::of(&version.definition), own, &layout);
            Some((version.id, ExportVersion { number: version.number, transcoder }))
        };
        Self {
            round: round.id,
            code: round.code.clone(),
            versions: versions.iter().filter_map(known).collect(),
            merged,
            layout,
            states: states.to_vec(),
            files,
            notices,
        }
    }

    /// Its files, in the order in which they are shown.
    #[must_use]
    pub fn files(&self) -> &[ExportFile] {
        &self.files
    }

    /// The file of this name.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&ExportFile> {
        self.files.iter().find(|file| file.name == name)
    }

    /// What its manifest says of all files.
    fn origin(&self) -> Origin {
        let is_there = |state: &&ResponseState| self.states.contains(state);
        let states = ResponseState::ALL.iter().filter(is_there).map(|state| state.code().to_owned()).collect();
        let regional = |state: &ResponseState| regional_state(*state).map(str::to_owned);
        let mut versions: Vec<i32> = self.versions.values().map(|version| version.number).collect();
        versions.sort_unstable();
        Origin {
            round: self.code.clone(),
            states,
            regional_states: self.states.iter().filter_map(regional).collect(),
            versions,
        }
    }

    /// The recipes that were left out, and why.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}

/// The versions that the responses of a round were submitted as, and its own, in the order of their numbers.
///
/// # Errors
/// When the database does not answer.
pub async fn versions(connection: &mut Connection, round: &Round) -> Result<Vec<Version>, store::Error> {
    let mut ids = moved::submitted_versions(connection, round.id).await?;
    if !ids.contains(&round.version) {
        ids.push(round.version);
    }
    let mut versions = Vec::new();
    for id in ids {
        versions.extend(questionnaires::version(connection, id).await?);
    }
    versions.sort_by_key(|version| version.number);
    Ok(versions)
}

/// One file as chunks of bytes, made no faster than they are taken. After a failure, which is the last item, what came
/// before is to be thrown away. Dropping the stream ends the work behind it.
pub fn download(
    pool: &Pool,
    export: &Arc<Export>,
    file: &ExportFile,
) -> impl Stream<Item = Result<Bytes, ExportFailure>> + Send + 'static {
    let (chunks, mut taken) = mpsc::channel(WAITING_CHUNKS);
    let (pool, export, file) = (pool.clone(), Arc::clone(export), file.clone());
    tokio::spawn(async move {
        let work = produce(&pool, &export, vec![(file, Channel::new(chunks.clone()))]);
        tokio::select! {
            () = chunks.closed() => {}
            done = work => if let Err(failure) = done {
                // Whoever would be told may have gone meanwhile.
                let _ = chunks.send(Err(failure)).await;
            }
        }
    });
    stream::poll_fn(move |context| taken.poll_recv(context))
}

/// What a region's answer is called where a department's is in this state: signed, it is final; open again, it may
/// change. Nothing of it is there before.
fn regional_state(state: ResponseState) -> Option<&'static str> {
    match state {
        ResponseState::Accepted => Some("signed"),
        ResponseState::Returned => Some("reopened"),
        ResponseState::InProgress | ResponseState::Submitted => None,
    }
}

/// The files of a questionnaire with these recipes. A list called as its repeat takes the place of the repeat's file.
fn list(definition: &Definition, layout: &CodeLayout, recipes: Vec<Recipe>) -> (Vec<ExportFile>, Vec<Notice>) {
    let (mut fitting, mut notices) = (Vec::new(), Vec::new());
    for recipe in recipes {
        match fit(&recipe, definition, layout) {
            Ok(()) => fitting.push(recipe),
            Err(notice) => notices.push(notice),
        }
    }
    let replaced = |unit: Unit, repeat: &str| {
        let listed = fitting.iter().filter(|recipe| recipe.unit == unit && recipe.repeat.as_deref() == Some(repeat));
        listed.into_iter().any(|recipe| recipe.table == name_for(unit, repeat))
    };
    let mut files = Files::default();
    for unit in [Unit::Departments, Unit::Regions] {
        files.add(&name_for(unit, "responses"), Content::Responses(unit));
        files.add(&name_for(unit, "answers"), Content::Answers(unit));
        files.add(&name_for(unit, "participation"), Content::Participation(unit));
    }
    files.add("codebook", Content::Codebook);
    files.add("columns", Content::Columns);
    for unit in [Unit::Departments, Unit::Regions] {
        for repeat in repeats(definition).into_iter().filter(|repeat| !replaced(unit, repeat)) {
            files.add(&files.free(&name_for(unit, repeat)), Content::Repeat(unit, repeat.to_owned()));
        }
    }
    for recipe in fitting {
        let table = recipe.table.clone();
        let content = if recipe.kind == Kind::List { Content::List(recipe) } else { Content::Table(recipe) };
        if !files.add(&table, content) {
            notices.push(Notice::NameTaken { table });
        }
    }
    (files.files, notices)
}

/// What regions said themselves stands in files of their own, called as those of their departments.
fn name_for(unit: Unit, name: &str) -> String {
    match unit {
        Unit::Departments => name.to_owned(),
        Unit::Regions => format!("regional_{name}"),
    }
}

fn fit(recipe: &Recipe, definition: &Definition, layout: &CodeLayout) -> Result<(), Notice> {
    match recipe.kind {
        Kind::List => {
            let (repeat, _) = recipe.list(definition)?;
            if !repeats(definition).contains(&repeat) {
                let (table, repeat) = (recipe.table.clone(), repeat.to_owned());
                return Err(RecipeError::UnknownRepeat { table, repeat }.into());
            }
        }
        Kind::Frequencies | Kind::Summary => {
            recipe.slots(definition, layout)?;
        }
    }
    Ok(())
}

#[derive(Default)]
struct Files {
    files: Vec<ExportFile>,
    /// In lower case, because some file systems do not tell the cases apart.
    taken: HashSet<String>,
}

impl Files {
    /// False where the name is taken.
    fn add(&mut self, name: &str, content: Content) -> bool {
        let free = self.taken.insert(name.to_lowercase());
        if free {
            self.files.push(ExportFile { name: format!("{name}.csv"), content });
        }
        free
    }

    /// A name for a repeat, which may be called as another file is.
    fn free(&self, repeat: &str) -> String {
        let mut name = repeat.to_owned();
        while self.taken.contains(&name.to_lowercase()) {
            name.insert_str(0, "repeat_");
        }
        name
    }
}

#[cfg(test)]
mod tests;
