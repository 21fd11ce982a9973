//! What an expression may know besides the response: the moment, the reader's language, a seed for randomness.

use chrono::{DateTime, FixedOffset, NaiveDate};

/// Fixed for one request, so that a page says the same thing twice.
#[derive(Debug, Clone, Copy)]
pub struct Environment<'a> {
    /// The moment, in the time zone whose days count.
    pub now: DateTime<FixedOffset>,
    /// The code or key of the language that labels are read in.
    pub language: &'a str,
    /// What `random()`, `uuid()` and an unseeded `randomize()` derive from; fixed per response where they must not
    /// change.
    pub seed: u64,
}

impl Environment<'_> {
    /// The civil day.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }
}
