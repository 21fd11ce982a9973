//! Regions and departments as the registry holds them.

use std::collections::BTreeMap;

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
}

/// A unit of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub region: RegionId,
    /// The type, for instance `INT`.
    pub kind: String,
    pub name: String,
}

/// The key of the name that a region gives itself.
pub const OWN_NAME: &str = "own";

impl Region {
    /// The name for a reader of `language`; the region's own name where the language has none.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        self.names.get(language).or_else(|| self.names.get(OWN_NAME)).map_or(&self.code, String::as_str)
    }
}
