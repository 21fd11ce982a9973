//! Files of an answer: taken by their content, stored under a random id, within quotas.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use thiserror::Error as ThisError;
use uuid::Uuid;

use super::{Error, answers};
use crate::{
    fieldwork::ids::{AccountId, AttachmentId},
    questionnaire::{
        answer::{Answer, FileReference},
        definition::QuestionType,
        path::Path,
    },
    store::{
        Connection, Transaction, attachments,
        drafts::{Stored, Write},
        responses::Assignment,
    },
};

/// Bytes of one file at most.
pub const LARGEST: usize = 20 * 1024 * 1024;
/// Bytes of all files of a response at most.
pub const QUOTA: u64 = 200 * 1024 * 1024;

/// What is to happen to the files of an answer.
pub enum Change {
    Add { name: String, content: Vec<u8> },
    Remove(Uuid),
}

/// The answer that it is about.
pub struct Given<'a> {
    pub path: &'a Path,
    pub kind: &'a QuestionType,
    pub stored: &'a [Stored],
    /// The version that the page showed.
    pub seen: i32,
}

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ThisError)]
pub enum Refusal {
    #[error("the file is empty")]
    Empty,
    #[error("the file is too large")]
    TooLarge,
    #[error("files of this type are not taken")]
    TypeNotTaken,
    #[error("the response holds too much already")]
    QuotaReached,
    #[error("somebody else changed the files meanwhile")]
    ChangedMeanwhile,
}

/// Adds a file to an answer or takes one away.
///
/// # Errors
/// When the response may not be edited, or the database does not answer.
pub async fn change(
    connection: &mut Connection,
    assignment: &Assignment,
    editor: AccountId,
    given: &Given<'_>,
    change: Change,
    now: DateTime<Utc>,
) -> Result<Result<(), Refusal>, Error> {
    answers::check_editable(assignment, now)?;
    if !matches!(given.kind, QuestionType::File | QuestionType::Image) {
        return Err(Error::NotFound);
    }
    let (round, response) = (assignment.response.round, assignment.response.id);
    let row = given.stored.iter().find(|row| row.path == given.path.to_string());
    let mut files = match row.and_then(|row| Answer::from_json(given.kind, row.value.as_ref()?)) {
        Some(Answer::Files(files)) => files,
        _ => Vec::new(),
    };
    let new = match change {
        Change::Remove(file) => {
            files.retain(|other| other.file != file);
            None
        }
        Change::Add { name, content } => {
            let media_type = match check(&content, given.kind) {
                Ok(media_type) => media_type,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
            if attachments::total_size(connection, round, response).await?.saturating_add(size) > QUOTA {
                return Ok(Err(Refusal::QuotaReached));
            }
            let id = Uuid::new_v4();
            let name = clean(&name);
            files.push(FileReference { file: id, name: name.clone(), media_type: media_type.to_owned(), size });
            Some(attachments::Attachment {
                round_id: round,
                id: AttachmentId(id),
                response_id: response,
                name,
                media_type: media_type.to_owned(),
                size: i64::try_from(size).unwrap_or(i64::MAX),
                content_hash: Sha256::digest(&content).to_vec(),
                content,
                uploaded_by: Some(editor),
                uploaded_at: now,
            })
        }
    };
    let value = (!files.is_empty()).then(|| Answer::Files(files).to_json());
    let write = Write { path: given.path.to_string(), value, seen: given.seen };
    connection
        .transaction(async |connection| {
            if let Some(new) = &new {
                attachments::insert(connection, new).await?;
            }
            let conflicts =
                answers::save(connection, assignment, editor, given.stored, vec![write.clone()], now).await?;
            Ok(if conflicts.is_empty() { Ok(()) } else { Err(Refusal::ChangedMeanwhile) })
        })
        .await
}

/// The type by content: documents and pictures that cannot run anything.
fn check(content: &[u8], kind: &QuestionType) -> Result<&'static str, Refusal> {
    const DOCUMENTS: [&str; 9] = [
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/webp",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
    ];
    if content.is_empty() {
        return Err(Refusal::Empty);
    }
    if content.len() > LARGEST {
        return Err(Refusal::TooLarge);
    }
    let found = infer::get(content).map(|kind| kind.mime_type()).ok_or(Refusal::TypeNotTaken)?;
    let fits = DOCUMENTS.contains(&found) && (*kind != QuestionType::Image || found.starts_with("image/"));
    if fits { Ok(found) } else { Err(Refusal::TypeNotTaken) }
}

/// The sender's name for a file, without folders and control characters.
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let kept: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if kept.trim().is_empty() { "file".to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        let pdf = b"%PDF-1.7\n".as_slice();
        let png = b"\x89PNG\r\n\x1a\n".as_slice();
        for (content, kind, expected) in [
            (pdf, QuestionType::File, Ok("application/pdf")),
            (png, QuestionType::Image, Ok("image/png")),
            (pdf, QuestionType::Image, Err(Refusal::TypeNotTaken)),
            (b"<script>".as_slice(), QuestionType::File, Err(Refusal::TypeNotTaken)),
            (b"MZ\x90\0".as_slice(), QuestionType::File, Err(Refusal::TypeNotTaken)),
            (b"".as_slice(), QuestionType::File, Err(Refusal::Empty)),
        ] {
            assert_eq!(check(content, &kind), expected, "{content:?}");
        }
    }

    #[test]
    fn names_lose_their_folders() {
        for (name, expected) in
            [("../../etc/passwd", "passwd"), ("C:\\a\\b.pdf", "b.pdf"), ("\r\n", "file"), ("plan é.pdf", "plan é.pdf")]
        {
            assert_eq!(clean(name), expected);
        }
    }
}
