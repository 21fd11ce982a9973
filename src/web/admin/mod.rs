//! Pages for the secretariat: questionnaires and rounds.

pub mod new_round;
pub mod overview;
pub mod questionnaires;
pub mod round;
pub mod version;
