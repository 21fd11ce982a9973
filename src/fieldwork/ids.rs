//! Identifiers as types of their own, so that a round is never taken for a response.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A person who signs in.
    AccountId,
    /// A stored file.
    AttachmentId,
    /// A unit of a region.
    DepartmentId,
    /// An address asked to answer for a department in a round.
    InvitationId,
    /// A question about an answer.
    QueryId,
    /// An instrument over its versions.
    QuestionnaireId,
    /// A member region.
    RegionId,
    /// What one department says in a round.
    ResponseId,
    /// One collection.
    RoundId,
    /// A numbered definition of a questionnaire.
    VersionId,
}
