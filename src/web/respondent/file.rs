//! Files of an answer: a page to add and remove them, and giving them back.

use actix_multipart::form::{MultipartForm, tempfile::TempFile, text::Text};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path},
};
use chrono::Utc;
use serde_json::json;

use super::{
    piped::At,
    wording::Reader,
    work::{self, Work},
};
use crate::{
    access::policy::Action,
    fieldwork::ids::{AttachmentId, ResponseId},
    operations::files::{self, Refusal},
    questionnaire::{answer::Answer, path::Path as AnswerPath},
    store::attachments,
    web::{
        context::{page, see},
        error::Error,
        form::check_token,
        state::{State, environment_of},
        visitor::{SignedIn, Visitor},
    },
};

/// What the page sends: a file to add, or the id of one to remove.
#[derive(MultipartForm)]
pub struct Sent {
    csrf: Text<String>,
    version: Text<i32>,
    remove: Option<Text<String>>,
    #[multipart(limit = "20MB")]
    file: Option<TempFile>,
}

/// The page of a question's files.
pub async fn get(
    state: Data<State>,
    path: Path<(ResponseId, String)>,
    visitor: SignedIn,
) -> Result<HttpResponse, Error> {
    let (id, question) = path.into_inner();
    let environment = environment_of(visitor.0.language(), id);
    let mut connection = state.pool.get().await?;
    let work = Work::load(&state, &mut connection, visitor.actor()?, id, &environment).await?;
    show(&state, &visitor.0, &work, &parse(&question)?, "")
}

/// Adds or removes a file.
pub async fn post(
    state: Data<State>,
    path: Path<(ResponseId, String)>,
    visitor: SignedIn,
    sent: MultipartForm<Sent>,
) -> Result<HttpResponse, Error> {
    check_token(&visitor.0, &sent.csrf)?;
    let (id, question) = path.into_inner();
    let question = parse(&question)?;
    let environment = environment_of(visitor.0.language(), id);
    let actor = visitor.actor()?;
    let mut connection = state.pool.get().await?;
    let work = Work::load(&state, &mut connection, actor, id, &environment).await?;
    let change = match (&sent.remove, &sent.file) {
        (Some(file), _) => files::Change::Remove(file.parse().map_err(|_| Error::BadForm)?),
        (None, Some(file)) => files::Change::Add {
            name: file.file_name.clone().unwrap_or_default(),
            content: std::fs::read(file.file.path()).map_err(|_| Error::Unknown)?,
        },
        (None, None) => return Err(Error::BadForm),
    };
    let slot = work.questionnaire.schema.slot(&question.name).ok_or(Error::NotFound)?;
    let kind =
        work.questionnaire.place(slot).question().map(|question| question.kind.clone()).ok_or(Error::NotFound)?;
    let given = files::Given { path: &question, kind: &kind, stored: &work.stored, seen: *sent.version };
    match files::change(&mut connection, &work.assignment, actor.account, &given, change, Utc::now()).await? {
        Ok(()) => Ok(see(&format!("/responses/{id}/files/{question}"))),
        Err(refusal) => {
            let key = match refusal {
                Refusal::Empty => "file-empty",
                Refusal::TooLarge => "file-too-large",
                Refusal::TypeNotTaken => "file-type-not-taken",
                Refusal::QuotaReached => "file-quota-reached",
                Refusal::ChangedMeanwhile => "file-changed-meanwhile",
            };
            let mut response = show(&state, &visitor.0, &work, &question, key)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

/// Gives a file back, as an attachment whatever it is.
pub async fn download(
    state: Data<State>,
    path: Path<(ResponseId, AttachmentId)>,
    visitor: SignedIn,
) -> Result<HttpResponse, Error> {
    let (id, file) = path.into_inner();
    let mut connection = state.pool.get().await?;
    let assignment = work::assignment(&mut connection, visitor.actor()?, id, Action::ReadResponse).await?;
    let found = attachments::find(&mut connection, assignment.response.round, id, file).await?;
    let found = found.ok_or(Error::NotFound)?;
    let disposition = header::ContentDisposition {
        disposition: header::DispositionType::Attachment,
        parameters: vec![header::DispositionParam::FilenameExt(header::ExtendedValue {
            charset: header::Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: found.name.into_bytes(),
        })],
    };
    Ok(HttpResponse::Ok().insert_header(disposition).content_type(found.media_type).body(found.content))
}

fn parse(path: &str) -> Result<AnswerPath, Error> {
    path.parse().map_err(|_| Error::NotFound)
}

fn show(
    state: &State,
    visitor: &Visitor,
    work: &Work,
    question: &AnswerPath,
    problem: &str,
) -> Result<HttpResponse, Error> {
    let node = work.instance.node_at(question).ok_or(Error::NotFound)?;
    let place = work.questionnaire.place(work.instance.get(node).slot);
    let reader = Reader { language: visitor.language(), locales: &state.locales, questionnaire: &work.questionnaire };
    let files = match work.answers.get(question) {
        Some(Answer::Files(files)) => files.clone(),
        _ => Vec::new(),
    };
    let path = question.to_string();
    let content = json!({
        "response": work.assignment.response.id,
        "label": reader.label_at(place, At { instance: &work.instance, node }),
        "path": path,
        "version": work.version_of(&path),
        "files": files,
        "back": work.address_of(question),
        "problem": problem,
        "most": files::LARGEST / (1024 * 1024),
    });
    Ok(page(state, visitor, "respondent/file", &content))
}
