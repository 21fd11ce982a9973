//! The changes that the product makes, one file each: check, write, audit, enqueue, in one transaction.

pub mod accepting;
mod account_mails;
pub mod accounts;
pub mod answers;
pub mod carrying;
pub mod delegation;
pub mod demonstration;
pub mod entries;
pub mod erasure;
pub mod export;
pub mod files;
pub mod invitees;
pub mod inviting;
pub mod links;
pub mod mail;
pub mod merge;
pub mod moving;
pub mod opening;
pub mod passwords;
pub mod people;
pub mod queries;
pub mod questionnaires;
pub mod recording;
pub mod region_codes;
pub mod registry;
pub mod reminding;
pub mod retention;
pub mod review;
pub mod rounds;
pub mod second_factor;
pub mod setup;
pub mod submit;
pub mod translations;

use thiserror::Error;

use crate::{
    access::{password::PasswordError, token::Token},
    store::{self, TransactionError},
};

/// Why a change was not made.
#[derive(Debug, Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    /// There is nothing of that name, or not for this person.
    #[error("there is no such thing")]
    NotFound,
    /// The round does not take answers now.
    #[error("the round is not open")]
    RoundNotOpen,
    /// Somebody else changed it since it was seen, or it stands elsewhere now.
    #[error("it was changed meanwhile")]
    Overtaken,
    /// The response was submitted and waits, or was accepted.
    #[error("the response cannot be edited now")]
    Locked,
    /// The questionnaire changed since the page was shown.
    #[error("the response answers another version now")]
    OtherVersion,
    /// The page's key made another submission.
    #[error("the key made another submission")]
    KeyUsed,
    /// Too many attempts.
    #[error("too many attempts")]
    Throttled,
    /// What was given for this field cannot be taken.
    #[error("the field {field} cannot be taken: {problem}")]
    Field { field: &'static str, problem: &'static str },
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Nobody would be left who administers.
    #[error("nobody would be left who administers")]
    LastAdmin,
}

impl From<TransactionError> for Error {
    fn from(error: TransactionError) -> Self {
        Self::Store(error.into())
    }
}

/// A fresh random token.
#[must_use]
pub fn new_token() -> Token {
    Token::new(rand::random())
}
