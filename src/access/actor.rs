//! The person behind a request, with everything that the policy asks about them.

use serde::{Deserialize, Serialize};

use crate::fieldwork::ids::{AccountId, DepartmentId, RegionId, RoundId};

/// A signed-in person and what they were granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub account: AccountId,
    pub email: String,
    pub name: String,
    /// Language code of the interface.
    pub language: String,
    pub grants: Vec<Grant>,
    /// For which departments they were invited to answer, by round; revoked invitations are not here.
    pub invitations: Vec<Invited>,
}

/// One role, within a region where the role is a region's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub role: Role,
    pub region: Option<RegionId>,
}

/// A department that somebody was asked to answer for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub round: RoundId,
    pub department: DepartmentId,
}

/// The granted roles. Respondents have invitations instead, and the public needs no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Admin,
    Consultant,
    Coordinator,
}

/// How somebody proved who they are, which decides what their session may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Strength {
    /// By a link in a mail: answers and coordinates, never administers or reads results.
    Link,
    /// By a password alone: as a link.
    Password,
    /// By a password and a second factor: everything that was granted.
    Strong,
}

impl Strength {
    /// The code in rows.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Password => "password",
            Self::Strong => "strong",
        }
    }
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Admin, Self::Consultant, Self::Coordinator];

    /// The code in rows and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Consultant => "consultant",
            Self::Coordinator => "coordinator",
        }
    }

    /// Does it need a password and a second factor?
    #[must_use]
    pub fn needs_second_factor(self) -> bool {
        match self {
            Self::Admin | Self::Consultant => true,
            Self::Coordinator => false,
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

impl Actor {
    /// Were they granted `role` for the whole platform?
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Do they coordinate this region?
    #[must_use]
    pub fn coordinates(&self, region: RegionId) -> bool {
        self.grants.iter().any(|grant| grant.role == Role::Coordinator && grant.region == Some(region))
    }

    /// Were they invited to answer for this department in this round?
    #[must_use]
    pub fn is_invited(&self, round: RoundId, department: DepartmentId) -> bool {
        self.invitations.iter().any(|invited| invited.round == round && invited.department == department)
    }
}
