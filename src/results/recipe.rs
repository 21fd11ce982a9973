//! Recipes: what each aggregated table holds, as TOML.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The recipes that come with the program, by file name.
pub const SHIPPED: [(&str, &str); 12] = [
    ("frequencies.toml", include_str!("../../exports/frequencies.toml")),
    ("frequencies_by_region.toml", include_str!("../../exports/frequencies_by_region.toml")),
    ("frequencies_by_country.toml", include_str!("../../exports/frequencies_by_country.toml")),
    ("frequencies_by_commission.toml", include_str!("../../exports/frequencies_by_commission.toml")),
    ("frequencies_by_department_type.toml", include_str!("../../exports/frequencies_by_department_type.toml")),
    ("numbers.toml", include_str!("../../exports/numbers.toml")),
    ("practices.toml", include_str!("../../exports/practices.toml")),
    ("regional_frequencies.toml", include_str!("../../exports/regional_frequencies.toml")),
    ("regional_frequencies_by_region.toml", include_str!("../../exports/regional_frequencies_by_region.toml")),
    ("regional_frequencies_by_country.toml", include_str!("../../exports/regional_frequencies_by_country.toml")),
    ("regional_frequencies_by_commission.toml", include_str!("../../exports/regional_frequencies_by_commission.toml")),
    ("regional_numbers.toml", include_str!("../../exports/regional_numbers.toml")),
];

/// What one table holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The name of the table and of its file: lower-case letters, digits and `_`.
    pub table: String,
    #[serde(default)]
    pub title: String,
    pub kind: Kind,
    #[serde(default)]
    pub unit: Unit,
    /// The questions of a table of frequencies or a summary; by default all that the kind can count.
    #[serde(default)]
    pub rows: Option<Rows>,
    /// One table for each grouping; see [`Recipe::table_name`].
    #[serde(default)]
    pub groups: Vec<Grouping>,
    /// The columns that are filled in; by default all that the kind has.
    #[serde(default)]
    pub measures: Vec<Measure>,
    #[serde(default)]
    pub base: Base,
    /// The responses that count. A region's own answer counts as accepted while it is signed, as returned while it is
    /// open again: then it is the one that was signed before.
    #[serde(default = "submitted_and_accepted")]
    pub states: BTreeSet<State>,
    /// The repeat that a list shows.
    #[serde(default)]
    pub repeat: Option<String>,
    /// The questions that a list shows; by default all of the repeat but personal ones.
    #[serde(default)]
    pub columns: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// How many chose each choice of closed questions.
    Frequencies,
    /// Sums, means and quartiles of numbers.
    Summary,
    /// The entries of a repeat, one a row.
    List,
}

/// Whose word is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// The responses of departments.
    #[default]
    Departments,
    /// The regions' own answers.
    Regions,
}

/// Which questions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Rows {
    All(AllOf),
    Named(Vec<String>),
    Filter(Filter),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AllOf {
    Closed,
    Numbers,
}

/// Questions of these types in these sections; an empty list is no restriction.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    #[serde(default)]
    pub types: BTreeSet<TypeName>,
    #[serde(default)]
    pub sections: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeName {
    SelectOne,
    SelectMultiple,
    Rank,
    Acknowledge,
    Integer,
    Decimal,
    Range,
}

/// What the responses are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// Everybody together.
    All,
    Region,
    Country,
    /// A region that belongs to several commissions counts in each.
    Commission,
    DepartmentType,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Count,
    Share,
    /// Of frequencies: the mean rank that a ranked choice was given.
    MeanRank,
    Sum,
    Mean,
    Median,
    Quartiles,
    Min,
    Max,
}

/// What a share is a share of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Responses that answered the question; non-answers stay apart.
    #[default]
    Answered,
    /// Responses that were asked the question, with blanks and non-answers.
    Asked,
}

/// The states of a response that have a submission behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Submitted,
    Returned,
    Accepted,
}

/// Why a recipe cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecipeError {
    #[error("the recipe cannot be read: {0}")]
    Syntax(String),
    #[error("{0:?} is no name for a table: lower-case letters, digits and _")]
    TableName(String),
    #[error("{table}: the questionnaire has no question {question:?} outside repeats")]
    UnknownQuestion { table: String, question: String },
    #[error("{table}: {question:?} is personal and never exported with answers")]
    Personal { table: String, question: String },
    #[error("{table}: {question:?} is not of a type that this kind of table counts")]
    WrongType { table: String, question: String },
    #[error("{table}: the questionnaire has no repeat {repeat:?}")]
    UnknownRepeat { table: String, repeat: String },
    #[error("{table}: {column:?} is no question of the repeat {repeat:?}")]
    UnknownColumn { table: String, repeat: String, column: String },
    #[error("{table}: `{field}` has no meaning in a table of this kind")]
    Misplaced { table: String, field: &'static str },
    #[error("{table}: `{field}` is missing")]
    Missing { table: String, field: &'static str },
    #[error("{table}: regions have no department type to be grouped by")]
    GroupingOfRegions { table: String },
}

impl Recipe {
    /// Reads a recipe and checks what can be checked without a questionnaire.
    ///
    /// # Errors
    /// Where it is not TOML of this shape, or says what its kind has no use for.
    pub fn parse(toml: &str) -> Result<Self, RecipeError> {
        let mut recipe: Self = toml::from_str(toml).map_err(|error| RecipeError::Syntax(error.to_string()))?;
        recipe.check()?;
        if recipe.groups.is_empty() && recipe.kind != Kind::List {
            recipe.groups.push(Grouping::All);
        }
        Ok(recipe)
    }

    /// The name of the table for one grouping: the recipe's own where it has one grouping only, or for everybody
    /// together; otherwise the recipe's own, `_by_` and the grouping.
    #[must_use]
    pub fn table_name(&self, grouping: Grouping) -> String {
        if self.groups.len() == 1 || grouping == Grouping::All {
            return self.table.clone();
        }
        format!("{}_by_{}", self.table, grouping.name())
    }

    /// Is this measure to be filled in?
    #[must_use]
    pub fn measures(&self, measure: Measure) -> bool {
        self.measures.is_empty() || self.measures.contains(&measure)
    }

    fn check(&self) -> Result<(), RecipeError> {
        let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.table.is_empty() || self.table.len() > 60 || !self.table.chars().all(named) {
            return Err(RecipeError::TableName(self.table.clone()));
        }
        let of_frequencies = |measure: &Measure| match measure {
            Measure::Count | Measure::Share | Measure::MeanRank => true,
            Measure::Sum | Measure::Mean | Measure::Median | Measure::Quartiles | Measure::Min | Measure::Max => false,
        };
        let lists = self.repeat.is_some() || !self.columns.is_empty();
        let misplaced = match self.kind {
            Kind::Frequencies | Kind::Summary if lists => Some("repeat"),
            Kind::Frequencies if self.rows == Some(Rows::All(AllOf::Numbers)) => Some("rows"),
            Kind::Summary if self.rows == Some(Rows::All(AllOf::Closed)) => Some("rows"),
            Kind::Summary if self.base != Base::Answered => Some("base"),
            Kind::Frequencies if !self.measures.iter().all(of_frequencies) => Some("measures"),
            Kind::Summary if self.measures.iter().any(of_frequencies) => Some("measures"),
            Kind::List if self.rows.is_some() => Some("rows"),
            Kind::List if !self.groups.is_empty() => Some("groups"),
            Kind::List if !self.measures.is_empty() => Some("measures"),
            Kind::Frequencies | Kind::Summary | Kind::List => None,
        };
        if let Some(field) = misplaced {
            return Err(RecipeError::Misplaced { table: self.table.clone(), field });
        }
        if self.kind == Kind::List && self.repeat.is_none() {
            return Err(self.missing("repeat"));
        }
        if self.states.is_empty() {
            return Err(self.missing("states"));
        }
        if self.unit == Unit::Regions && self.groups.contains(&Grouping::DepartmentType) {
            return Err(RecipeError::GroupingOfRegions { table: self.table.clone() });
        }
        Ok(())
    }

    pub(super) fn missing(&self, field: &'static str) -> RecipeError {
        RecipeError::Missing { table: self.table.clone(), field }
    }
}

impl Grouping {
    /// The word in recipes and table names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Region => "region",
            Self::Country => "country",
            Self::Commission => "commission",
            Self::DepartmentType => "department_type",
        }
    }
}

impl Unit {
    /// The word in recipes and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Departments => "departments",
            Self::Regions => "regions",
        }
    }
}

fn submitted_and_accepted() -> BTreeSet<State> {
    BTreeSet::from([State::Submitted, State::Accepted])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_recipe_reads_and_is_named_as_its_file() {
        for (file, toml) in SHIPPED {
            let recipe = Recipe::parse(toml).unwrap();
            assert_eq!(file, format!("{}.toml", recipe.table));
            assert!(!recipe.title.is_empty());
        }
    }

    #[test]
    fn several_groupings_make_several_tables() {
        let recipe =
            |groups: &str| Recipe::parse(&format!("table = \"t\"\nkind = \"summary\"\ngroups = {groups}")).unwrap();
        assert_eq!(recipe("[]").groups, [Grouping::All]);
        assert_eq!(recipe("[\"region\"]").table_name(Grouping::Region), "t");
        let both = recipe("[\"all\", \"department_type\"]");
        assert_eq!(both.groups.iter().map(|g| both.table_name(*g)).collect::<Vec<_>>(), ["t", "t_by_department_type"]);
    }

    #[test]
    fn what_a_kind_has_no_use_for_is_refused() {
        let table = || "t".to_owned();
        let misplaced = |field| RecipeError::Misplaced { table: table(), field };
        for (rest, expected) in [
            ("kind = \"frequencies\"\nrows = \"numbers\"", misplaced("rows")),
            ("kind = \"frequencies\"\nmeasures = [\"mean\"]", misplaced("measures")),
            ("kind = \"frequencies\"\nrepeat = \"r\"", misplaced("repeat")),
            ("kind = \"summary\"\nrows = \"closed\"", misplaced("rows")),
            ("kind = \"summary\"\nmeasures = [\"share\"]", misplaced("measures")),
            ("kind = \"summary\"\nbase = \"asked\"", misplaced("base")),
            ("kind = \"list\"\nrepeat = \"r\"\ngroups = [\"all\"]", misplaced("groups")),
            ("kind = \"list\"", RecipeError::Missing { table: table(), field: "repeat" }),
            ("kind = \"summary\"\nstates = []", RecipeError::Missing { table: table(), field: "states" }),
            (
                "kind = \"summary\"\nunit = \"regions\"\ngroups = [\"department_type\"]",
                RecipeError::GroupingOfRegions { table: table() },
            ),
        ] {
            assert_eq!(Recipe::parse(&format!("table = \"t\"\n{rest}")).unwrap_err(), expected, "{rest}");
        }
        for toml in ["", "table = \"t\"\nkind = \"summary\"\nstaets = []", "table = \"t\"\nkind = \"chart\""] {
            assert!(matches!(Recipe::parse(toml), Err(RecipeError::Syntax(_))), "{toml}");
        }
        for table in ["", "A", "a b", "../a", "=1"] {
            let toml = format!("table = {table:?}\nkind = \"summary\"");
            assert_eq!(Recipe::parse(&toml).unwrap_err(), RecipeError::TableName(table.to_owned()));
        }
    }
}
