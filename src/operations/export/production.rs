//! Files being made: the database is read on one task while another formats what has come, so that neither waits for
//! the other. Documents are read once for all files that are made of them, and so are codes.

use std::{collections::HashMap, sync::Arc};

use tokio::{
    sync::mpsc::{self, Receiver, Sender},
    task::spawn_blocking,
};

use super::{
    Content, Export, ExportFailure, ExportFile,
    outlet::{Outlet, Sink},
};
use crate::{
    export::{
        ExportRow, aggregate, codebook,
        long::LongWriter,
        participation::{self, Participation},
        repeat::RepeatWriter,
        wide::WideWriter,
    },
    fieldwork::{ids::RegionId, response::ResponseState},
    results::{
        recipe::{Recipe, State, Unit},
        tabulate::{Respondent, Tabulator},
    },
    store::{
        self, Pool,
        exporting::{Blocks, Coded, Grouped, Participant, Snapshot, Submitted},
    },
};

/// Blocks of rows that wait to be formatted.
const WAITING_BLOCKS: usize = 2;

/// A file that is made: where it went and how many rows it has.
pub(super) struct Made<S> {
    pub(super) name: String,
    pub(super) sink: S,
    pub(super) rows: u64,
}

/// Files to be made from one source.
type Orders<T, S> = Vec<(T, String, Outlet<S>)>;

/// How a file is made of documents.
enum DocumentWriter {
    Wide(Box<WideWriter>),
    Long(LongWriter),
    /// Of responses in any of the states; of all where there is no word on it.
    Repeat(Box<RepeatWriter>, Option<Vec<State>>),
}

type Regions = HashMap<RegionId, Grouped>;

/// Makes files from one snapshot.
pub(super) async fn produce<S: Sink>(
    pool: &Pool,
    export: &Arc<Export>,
    files: Vec<(ExportFile, S)>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    let (mut documents, mut tables) = (Orders::new(), Orders::new());
    let (mut participation, mut made) = (Orders::new(), Vec::new());
    for (ExportFile { name, content }, sink) in files {
        let outlet = Outlet::new(sink);
        match content {
            Content::Codebook => {
                let export = Arc::clone(export);
                made.push(spawn_blocking(move || write_codebook(&export, name, outlet)).await??);
            }
            Content::Participation => participation.push(((), name, outlet)),
            Content::Table(recipe) => tables.push((recipe, name, outlet)),
            Content::Responses | Content::Answers | Content::Repeat(_) | Content::List(_) => {
                documents.extend(DocumentWriter::of(&content, export)?.map(|writer| (writer, name, outlet)));
            }
        }
    }
    let mut client = pool.streaming().await?;
    let snapshot = Snapshot::take(&mut client).await?;
    let regions: Regions = snapshot.regions().await?.into_iter().map(|region| (region.id, region)).collect();
    if !documents.is_empty() {
        let rows = snapshot.submissions(export.round, &export.states).await?;
        let export = Arc::clone(export);
        made.extend(both(rows, move |blocks| write_documents(&export, documents, blocks)).await?);
    }
    if !tables.is_empty() {
        let rows = snapshot.coded(export.round, &export.states).await?;
        let (export, regions) = (Arc::clone(export), regions.clone());
        made.extend(both(rows, move |blocks| write_tables(&export, tables, &regions, blocks)).await?);
    }
    if !participation.is_empty() {
        let rows = snapshot.participants(export.round).await?;
        made.extend(both(rows, move |blocks| write_participation(participation, &regions, blocks)).await?);
    }
    Ok(made)
}

/// Reads rows and has them formatted meanwhile.
async fn both<T, R>(
    rows: Blocks<'_, T>,
    format: impl FnOnce(Receiver<Vec<T>>) -> Result<R, ExportFailure> + Send + 'static,
) -> Result<R, ExportFailure>
where
    T: From<store::exporting::Row> + Send + 'static,
    R: Send + 'static,
{
    let (blocks, waiting) = mpsc::channel(WAITING_BLOCKS);
    let formatting = spawn_blocking(move || format(waiting));
    let fed = feed(rows, blocks).await;
    let formatted = formatting.await?;
    // Where rows failed to come, those that did were formatted in good faith.
    fed?;
    formatted
}

/// Ends early where the other side has failed, which then has more to say.
async fn feed<T: From<store::exporting::Row>>(
    mut rows: Blocks<'_, T>,
    blocks: Sender<Vec<T>>,
) -> Result<(), store::Error> {
    loop {
        let block = rows.next().await?;
        if block.is_empty() || blocks.send(block).await.is_err() {
            return Ok(());
        }
    }
}

fn write_documents<S: Sink>(
    export: &Export,
    mut orders: Orders<DocumentWriter, S>,
    mut blocks: Receiver<Vec<Submitted>>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    for (writer, _, outlet) in &mut orders {
        writer.header(&mut outlet.buffer);
    }
    while let Some(block) = blocks.blocking_recv() {
        for submitted in &block {
            let fields = submitted.fields()?;
            let version = export.versions.get(&fields.version);
            let version = version.ok_or(ExportFailure::OtherVersion { response: fields.response })?;
            let row = ExportRow {
                response: fields.response.0,
                reference: fields.reference,
                region: fields.region,
                country: fields.country,
                department: fields.department,
                department_type: fields.department_type,
                state: fields.state.code(),
                revision: fields.revision,
                language: fields.language,
                submitted_at: fields.submitted_at,
                version: version.number,
                document: fields.answers,
            };
            for (writer, _, outlet) in &mut orders {
                outlet.rows += writer.row(fields.state, &row, &mut outlet.buffer)?;
                outlet.flow()?;
            }
        }
    }
    orders
        .into_iter()
        .map(|(writer, name, outlet)| {
            writer.warn_of_unplaced(&name);
            finish(name, outlet)
        })
        .collect()
}

fn write_tables<S: Sink>(
    export: &Export,
    orders: Orders<Recipe, S>,
    regions: &Regions,
    mut blocks: Receiver<Vec<Coded>>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    let recipes: Vec<Recipe> = orders.iter().map(|(recipe, _, _)| recipe.clone()).collect();
    let mut tabulator = Tabulator::new(&export.merged.definition, &export.layout, &recipes)?;
    let mut transcoded = Vec::new();
    while let Some(block) = blocks.blocking_recv() {
        for coded in &block {
            let fields = coded.fields()?;
            let Some(state) = state_of(fields.state) else { continue };
            let region = regions.get(&fields.region).ok_or(store::Error::Unreadable("department.region_id"))?;
            let commissions: Vec<&str> = region.commissions.iter().map(String::as_str).collect();
            let respondent = Respondent {
                unit: Unit::Departments,
                state,
                region: &region.code,
                country: &region.country,
                commissions: &commissions,
                department_type: fields.department_type,
            };
            let response = fields.response;
            let codes = fields.codes.ok_or(ExportFailure::CodesMissing { response })?;
            let version = export.versions.get(&fields.version).ok_or(ExportFailure::OtherVersion { response })?;
            let counted = match &version.transcoder {
                None => tabulator.add(&respondent, codes),
                Some(transcoder) => {
                    transcoder.transcode(codes, &mut transcoded).and_then(|()| tabulator.add(&respondent, &transcoded))
                }
            };
            counted.map_err(|source| ExportFailure::Codes { response, source })?;
        }
    }
    let mut tables = tabulator.finish().into_iter();
    let mut made = Vec::new();
    for (recipe, name, mut outlet) in orders {
        for (index, table) in tables.by_ref().take(recipe.groups.len()).enumerate() {
            if index == 0 {
                aggregate::headers(&table.cells, &mut outlet.buffer);
            }
            outlet.rows += aggregate::rows(&table, &mut outlet.buffer);
            outlet.flow()?;
        }
        made.push(finish(name, outlet)?);
    }
    Ok(made)
}

fn write_participation<S: Sink>(
    mut orders: Orders<(), S>,
    regions: &Regions,
    mut blocks: Receiver<Vec<Participant>>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    for ((), _, outlet) in &mut orders {
        participation::write_header(&mut outlet.buffer);
    }
    while let Some(block) = blocks.blocking_recv() {
        for participant in &block {
            let fields = participant.fields()?;
            let region = regions.get(&fields.region).ok_or(store::Error::Unreadable("department.region_id"))?;
            let department = Participation {
                region: &region.code,
                country: &region.country,
                commissions: &region.commissions,
                department: fields.department,
                department_type: fields.department_type,
                invited_at: fields.invited_at,
                opened_at: fields.opened_at,
                started_at: fields.started_at,
                submitted_at: fields.submitted_at,
                accepted_at: fields.accepted_at,
            };
            for ((), _, outlet) in &mut orders {
                participation::write_row(&department, &mut outlet.buffer);
                outlet.rows += 1;
                outlet.flow()?;
            }
        }
    }
    orders.into_iter().map(|((), name, outlet)| finish(name, outlet)).collect()
}

fn write_codebook<S: Sink>(export: &Export, name: String, mut outlet: Outlet<S>) -> Result<Made<S>, ExportFailure> {
    outlet.rows = codebook::write(&export.merged, &mut outlet.buffer);
    finish(name, outlet)
}

fn finish<S: Sink>(name: String, outlet: Outlet<S>) -> Result<Made<S>, ExportFailure> {
    let (sink, rows) = outlet.end()?;
    Ok(Made { name, sink, rows })
}

impl DocumentWriter {
    /// Nothing for what is not made of documents.
    fn of(content: &Content, export: &Export) -> Result<Option<Self>, ExportFailure> {
        let merged = &export.merged;
        Ok(match content {
            Content::Responses => Some(Self::Wide(Box::new(WideWriter::merged(merged)))),
            Content::Answers => Some(Self::Long(LongWriter::merged(merged))),
            Content::Repeat(repeat) => Some(Self::Repeat(Box::new(RepeatWriter::merged(merged, repeat, &[])?), None)),
            Content::List(recipe) => {
                let (repeat, columns) = recipe.list(&merged.definition)?;
                let states = recipe.states.iter().copied().collect();
                Some(Self::Repeat(Box::new(RepeatWriter::merged(merged, repeat, columns)?), Some(states)))
            }
            Content::Codebook | Content::Participation | Content::Table(_) => None,
        })
    }

    fn header(&self, out: &mut Vec<u8>) {
        match self {
            Self::Wide(writer) => writer.header(out),
            Self::Long(writer) => writer.header(out),
            Self::Repeat(writer, _) => writer.header(out),
        }
    }

    /// Appends the lines of a response and says how many.
    fn row(&mut self, state: ResponseState, row: &ExportRow, out: &mut Vec<u8>) -> Result<u64, ExportFailure> {
        match self {
            Self::Wide(writer) => writer.row(row, out).map(|()| 1),
            Self::Long(writer) => writer.row(row, out),
            Self::Repeat(_, Some(states)) if !state_of(state).is_some_and(|state| states.contains(&state)) => Ok(0),
            Self::Repeat(writer, _) => writer.row(row, out),
        }
        .map_err(ExportFailure::from)
    }

    fn warn_of_unplaced(&self, file: &str) {
        let unplaced: u64 = match self {
            Self::Wide(writer) => writer.unplaced().values().sum(),
            Self::Repeat(writer, _) => writer.unplaced().values().sum(),
            Self::Long(_) => 0,
        };
        if unplaced > 0 {
            tracing::warn!(file, unplaced, "answers that the questionnaire does not know were left out of an export");
        }
    }
}

/// The state as recipes know it: nothing was submitted of a response that is in progress for the first time.
fn state_of(state: ResponseState) -> Option<State> {
    match state {
        ResponseState::InProgress => None,
        ResponseState::Submitted => Some(State::Submitted),
        ResponseState::Returned => Some(State::Returned),
        ResponseState::Accepted => Some(State::Accepted),
    }
}
