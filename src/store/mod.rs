//! The only place with Diesel: the pool, the tables, and one file of queries for each aggregate.
//!
//! Functions take a connection, never the pool; transactions are begun in `operations`.

pub mod accounts;
pub mod attachments;
pub mod audit;
pub mod carried;
pub mod dashboard;
pub mod delegations;
pub mod desk;
pub mod drafts;
pub mod exporting;
mod ids;
pub mod invitations;
pub mod mails;
pub mod merging;
pub mod moved;
pub mod outbox;
pub mod participation;
pub mod people;
pub mod pool;
pub mod privacy;
pub mod queries;
pub mod questionnaires;
pub mod regional;
pub mod regional_words;
pub mod regions;
pub mod reminders;
pub mod reminding;
pub mod responses;
pub mod retention;
pub mod reviews;
pub mod roles;
pub mod round_regions;
pub mod rounds;
mod schema;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod staged;
pub mod submissions;
pub mod throttle;

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use thiserror::Error;

pub use diesel_async::AsyncConnection as Transaction;
pub use pool::{Connection, Pool, migrate};

/// What a transaction that cannot begin or commit gives.
pub type TransactionError = DieselError;

/// What can go wrong between the program and its database.
#[derive(Debug, Error)]
pub enum Error {
    /// No connection within the time that a request may wait.
    #[error("no database connection became free, or the database cannot be reached")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A named constraint refused the write.
    #[error("the constraint {0} refused the write")]
    Constraint(String),
    /// Two transactions crossed; trying again helps.
    #[error("the transaction crossed another one")]
    Crossed,
    /// A row holds what this program does not understand.
    #[error("{0} holds a value that this program does not understand")]
    Unreadable(&'static str),
    #[error("the database refused a query")]
    Query(#[source] DieselError),
    #[error("a migration failed")]
    Migration(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("a stream of rows broke")]
    Stream(#[from] tokio_postgres::Error),
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, _) => Self::Unavailable(error.into()),
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Crossed,
            DieselError::DatabaseError(_, ref information) => match information.constraint_name() {
                Some(name) => Self::Constraint(name.to_owned()),
                None => Self::Query(error),
            },
            DieselError::BrokenTransactionManager => Self::Unavailable(error.into()),
            error => Self::Query(error),
        }
    }
}
