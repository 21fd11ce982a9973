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
    regional_state,
    writers::{DocumentWriter, state_of},
};
use crate::{
    export::{
        Carried, ExportRow, RegionalRow, Speaker, aggregate, codebook, dictionary,
        participation::{self, Participation},
        regional_participation::{self, RegionalParticipation},
    },
    fieldwork::{ids::RegionId, response::ResponseState},
    results::{
        recipe::{Recipe, Unit},
        tabulate::{Respondent, Tabulator},
    },
    store::{
        self, Pool,
        exporting::{Blocks, Coded, Grouped, Participant, RegionalParticipant, Signed, Snapshot, Submitted},
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

type Regions = HashMap<RegionId, Grouped>;

/// What is to be made, by where it comes from; departments' and regions' apart.
struct Plan<S> {
    /// Made of the questionnaire alone.
    words: Vec<(Content, String, Outlet<S>)>,
    departments: Sources<S>,
    regions: Sources<S>,
}

struct Sources<S> {
    documents: Orders<DocumentWriter, S>,
    tables: Orders<Recipe, S>,
    participation: Orders<(), S>,
}

impl<S: Sink> Plan<S> {
    fn of(export: &Export, files: Vec<(ExportFile, S)>) -> Result<Self, ExportFailure> {
        let none = || Sources { documents: Vec::new(), tables: Vec::new(), participation: Vec::new() };
        let mut plan = Self { words: Vec::new(), departments: none(), regions: none() };
        for (ExportFile { name, content }, sink) in files {
            let outlet = Outlet::new(sink);
            let Some(unit) = content.unit() else {
                plan.words.push((content, name, outlet));
                continue;
            };
            let sources = match unit {
                Unit::Departments => &mut plan.departments,
                Unit::Regions => &mut plan.regions,
            };
            match content {
                Content::Participation(_) => sources.participation.push(((), name, outlet)),
                Content::Table(recipe) => sources.tables.push((recipe, name, outlet)),
                Content::Codebook
                | Content::Columns
                | Content::Responses(_)
                | Content::Answers(_)
                | Content::Repeat(..)
                | Content::List(_) => {
                    let writer = DocumentWriter::of(&content, export)?;
                    sources.documents.extend(writer.map(|writer| (writer, name, outlet)));
                }
            }
        }
        Ok(plan)
    }
}

/// Makes files from one snapshot.
pub(super) async fn produce<S: Sink>(
    pool: &Pool,
    export: &Arc<Export>,
    files: Vec<(ExportFile, S)>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    let Plan { words, departments, regions } = Plan::of(export, files)?;
    let mut made = Vec::new();
    for (content, name, outlet) in words {
        let export = Arc::clone(export);
        made.push(spawn_blocking(move || write_words(&export, &content, name, outlet)).await??);
    }
    let mut client = pool.streaming().await?;
    let snapshot = Snapshot::take(&mut client).await?;
    let known: Arc<Regions> =
        Arc::new(snapshot.regions().await?.into_iter().map(|region| (region.id, region)).collect());
    of_departments(&snapshot, export, departments, &known, &mut made).await?;
    of_regions(&snapshot, export, regions, &known, &mut made).await?;
    Ok(made)
}

async fn of_departments<S: Sink>(
    snapshot: &Snapshot<'_>,
    export: &Arc<Export>,
    orders: Sources<S>,
    regions: &Arc<Regions>,
    made: &mut Vec<Made<S>>,
) -> Result<(), ExportFailure> {
    let Sources { documents, tables, participation } = orders;
    if !documents.is_empty() {
        let carried_from = snapshot.carried_from(export.round).await?;
        let rows = snapshot.submissions(export.round, &export.states, carried_from.is_some()).await?;
        let export = Arc::clone(export);
        let carried_from = carried_from.unwrap_or_default();
        made.extend(both(rows, move |blocks| write_documents(&export, &carried_from, documents, blocks)).await?);
    }
    if !tables.is_empty() {
        let rows = snapshot.coded(export.round, &export.states).await?;
        let (export, regions) = (Arc::clone(export), Arc::clone(regions));
        made.extend(
            both(rows, move |blocks| write_tables(&export, Unit::Departments, tables, &regions, blocks)).await?,
        );
    }
    if !participation.is_empty() {
        let rows = snapshot.participants(export.round).await?;
        let regions = Arc::clone(regions);
        made.extend(both(rows, move |blocks| write_participation(participation, &regions, blocks)).await?);
    }
    Ok(())
}

async fn of_regions<S: Sink>(
    snapshot: &Snapshot<'_>,
    export: &Arc<Export>,
    orders: Sources<S>,
    regions: &Arc<Regions>,
    made: &mut Vec<Made<S>>,
) -> Result<(), ExportFailure> {
    let Sources { documents, tables, participation } = orders;
    if !documents.is_empty() {
        let rows = snapshot.signed(export.round, &export.states).await?;
        let export = Arc::clone(export);
        made.extend(both(rows, move |blocks| write_signed(&export, documents, blocks)).await?);
    }
    if !tables.is_empty() {
        let rows = snapshot.signed_codes(export.round, &export.states).await?;
        let (export, regions) = (Arc::clone(export), Arc::clone(regions));
        made.extend(both(rows, move |blocks| write_tables(&export, Unit::Regions, tables, &regions, blocks)).await?);
    }
    if !participation.is_empty() {
        let rows = snapshot.regional_participants(export.round).await?;
        let regions = Arc::clone(regions);
        made.extend(both(rows, move |blocks| write_regional_participation(participation, &regions, blocks)).await?);
    }
    Ok(())
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
    carried_from: &str,
    mut orders: Orders<DocumentWriter, S>,
    mut blocks: Receiver<Vec<Submitted>>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    begin(&mut orders);
    while let Some(block) = blocks.blocking_recv() {
        for submitted in &block {
            let fields = submitted.fields()?;
            let speaker = || Speaker::Response(fields.response.0);
            let version = export.versions.get(&fields.version);
            let version = version.ok_or_else(|| ExportFailure::OtherVersion { speaker: speaker() })?;
            let carried = fields.carried.as_ref().map(|answers| Carried { round: carried_from, answers });
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
                carried,
                document: fields.answers,
            };
            for (writer, _, outlet) in &mut orders {
                outlet.rows += writer.row(state_of(fields.state), (&row).into(), &mut outlet.buffer)?;
                outlet.flow()?;
            }
        }
    }
    end(orders)
}

fn write_signed<S: Sink>(
    export: &Export,
    mut orders: Orders<DocumentWriter, S>,
    mut blocks: Receiver<Vec<Signed>>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    begin(&mut orders);
    while let Some(block) = blocks.blocking_recv() {
        for signed in &block {
            let fields = signed.fields()?;
            let speaker = || Speaker::Region(fields.region.to_owned());
            let version = export.versions.get(&fields.version);
            let version = version.ok_or_else(|| ExportFailure::OtherVersion { speaker: speaker() })?;
            let row = RegionalRow {
                region: fields.region,
                region_name: fields.region_name,
                country: fields.country,
                reference: fields.reference,
                state: fields.state,
                revision: fields.revision,
                language: fields.language,
                version: version.number,
                role: fields.role,
                signed_on: fields.signed_on,
                clearance: fields.clearance,
                consent_public: fields.consent_public,
                consent_network: fields.consent_network,
                divergent: &fields.divergent,
                document: fields.answers,
            };
            let counted = [ResponseState::Accepted, ResponseState::Returned].into_iter();
            let state = counted.filter(|state| regional_state(*state) == Some(fields.state)).find_map(state_of);
            for (writer, _, outlet) in &mut orders {
                outlet.rows += writer.row(state, (&row).into(), &mut outlet.buffer)?;
                outlet.flow()?;
            }
        }
    }
    end(orders)
}

fn begin<S: Sink>(orders: &mut Orders<DocumentWriter, S>) {
    for (writer, _, outlet) in orders {
        writer.header(&mut outlet.buffer);
    }
}

fn end<S: Sink>(orders: Orders<DocumentWriter, S>) -> Result<Vec<Made<S>>, ExportFailure> {
    let ended = orders.into_iter().map(|(writer, name, outlet)| {
        writer.warn_of_unplaced(&name);
        finish(name, outlet)
    });
    ended.collect()
}

fn write_tables<S: Sink>(
    export: &Export,
    unit: Unit,
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
                unit,
                state,
                region: &region.code,
                country: &region.country,
                commissions: &commissions,
                department_type: fields.department_type,
            };
            let speaker = || match unit {
                Unit::Departments => Speaker::Response(fields.id),
                Unit::Regions => Speaker::Region(region.code.clone()),
            };
            let codes = fields.codes.ok_or_else(|| ExportFailure::CodesMissing { speaker: speaker() })?;
            let version = export.versions.get(&fields.version);
            let version = version.ok_or_else(|| ExportFailure::OtherVersion { speaker: speaker() })?;
            let counted = match &version.transcoder {
                None => tabulator.add(&respondent, codes),
                Some(transcoder) => {
                    transcoder.transcode(codes, &mut transcoded).and_then(|()| tabulator.add(&respondent, &transcoded))
                }
            };
            counted.map_err(|source| ExportFailure::Codes { speaker: speaker(), source })?;
        }
    }
    let mut tables = tabulator.finish().into_iter();
    let mut made = Vec::new();
    for (recipe, name, mut outlet) in orders {
        let states = counted_states(export, &recipe);
        for (index, table) in tables.by_ref().take(recipe.groups.len()).enumerate() {
            if index == 0 {
                aggregate::headers(&table.cells, &mut outlet.buffer);
            }
            outlet.rows += aggregate::rows(&table, &states, &mut outlet.buffer);
            outlet.flow()?;
        }
        made.push(finish(name, outlet)?);
    }
    Ok(made)
}

/// The states that a table counts: those of the export that its recipe counts, in the words of its unit.
fn counted_states(export: &Export, recipe: &Recipe) -> String {
    let counted = |state: &&ResponseState| {
        export.states.contains(state) && state_of(**state).is_some_and(|state| recipe.states.contains(&state))
    };
    let words = ResponseState::ALL.iter().filter(counted).filter_map(|state| match recipe.unit {
        Unit::Departments => Some(state.code()),
        Unit::Regions => regional_state(*state),
    });
    words.collect::<Vec<_>>().join(" ")
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

fn write_regional_participation<S: Sink>(
    mut orders: Orders<(), S>,
    regions: &Regions,
    mut blocks: Receiver<Vec<RegionalParticipant>>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    for ((), _, outlet) in &mut orders {
        regional_participation::write_header(&mut outlet.buffer);
    }
    while let Some(block) = blocks.blocking_recv() {
        for participant in &block {
            let fields = participant.fields()?;
            let region = regions.get(&fields.region).ok_or(store::Error::Unreadable("region.id"))?;
            let line = RegionalParticipation {
                region: &region.code,
                region_name: fields.name,
                country: &region.country,
                commissions: &region.commissions,
                deadline: fields.deadline,
                departments: fields.departments,
                invited: fields.invited,
                opened: fields.opened,
                started: fields.started,
                submitted: fields.submitted,
                accepted: fields.accepted,
                answer: fields.answer,
                revision: fields.revision,
                signed_on: fields.signed_on,
            };
            for ((), _, outlet) in &mut orders {
                regional_participation::write_row(&line, &mut outlet.buffer);
                outlet.rows += 1;
                outlet.flow()?;
            }
        }
    }
    orders.into_iter().map(|((), name, outlet)| finish(name, outlet)).collect()
}

fn write_words<S: Sink>(
    export: &Export,
    content: &Content,
    name: String,
    mut outlet: Outlet<S>,
) -> Result<Made<S>, ExportFailure> {
    outlet.rows = match content {
        Content::Columns => dictionary::write(&mut outlet.buffer),
        Content::Codebook
        | Content::Responses(_)
        | Content::Answers(_)
        | Content::Participation(_)
        | Content::Repeat(..)
        | Content::List(_)
        | Content::Table(_) => codebook::write(&export.merged, &mut outlet.buffer),
    };
    finish(name, outlet)
}

fn finish<S: Sink>(name: String, outlet: Outlet<S>) -> Result<Made<S>, ExportFailure> {
    let (sink, rows) = outlet.end()?;
    Ok(Made { name, sink, rows })
}
