//! Regions and departments as the registry holds them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{DepartmentId, RegionId};

/// A member region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    pub id: RegionId,
    /// For instance `ES61`.
    pub code: String,
    /// `NUTS2`, `ISO3166-2` and so on.
    pub code_kind: String,
    /// Two letters, as the registry writes them (EL and UK, as Eurostat does).
    pub country: String,
    /// Names by language code; `own` is the name that the region gives itself.
    pub names: BTreeMap<String, String>,
    /// Geographical commissions, by code.
    pub commissions: Vec<String>,
    pub partnership: Partnership,
}

/// What a region is to the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Partnership {
    #[default]
    Member,
    /// A full partner of the project.
    Full,
    /// An associated partner of the project.
    Associated,
    /// An organisation, which has no code of its own.
    Organisation,
}

/// A code that a region had before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FormerCode {
    pub code: String,
    pub kind: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// A unit of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub region: RegionId,
    /// The type, for instance `INT`.
    pub kind: String,
    /// The name that it gives itself; one of a region's departments has it.
    pub name: String,
    /// Its names in other languages, by language code.
    pub names: BTreeMap<String, String>,
}

/// The key of the name that a region gives itself.
pub const OWN_NAME: &str = "own";

/// The kind of the codes that the registry gives to organisations without one.
pub const NO_CODE: &str = "none";

impl Partnership {
    pub const ALL: [Self; 4] = [Self::Member, Self::Full, Self::Associated, Self::Organisation];

    /// The code in rows and files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Full => "full",
            Self::Associated => "associated",
            Self::Organisation => "organisation",
        }
    }

    /// The partnership with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|partnership| partnership.code() == code)
    }
}

impl Department {
    /// The name for a reader of `language`; its own name where the language has none.
    #[must_use]
    pub fn name_in(&self, language: &str) -> &str {
        self.names.get(language).unwrap_or(&self.name)
    }
}

impl Region {
    /// The name for a reader of `language`; the region's own name where the language has none.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        self.names.get(language).or_else(|| self.names.get(OWN_NAME)).map_or(&self.code, String::as_str)
    }
}
