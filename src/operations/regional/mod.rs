//! The region's own answer: opened, decided question by question beside its departments' answers, and signed off.

mod adopt;
mod begin;
mod entries;
mod loaded;
mod save;
mod sign;

pub use adopt::{adopt_proposals, proposals};
pub use begin::{Begun, begin, check_round, reopen};
pub use entries::{EntriesOutcome, put_entries};
pub use loaded::{Regional, Surroundings};
pub use save::{Conflict, Theirs, Wish, Wished, put_of, save, together};
pub use sign::{Clearance, Could, Missing, NotReady, SignForm, SignOutcome, SignProblem, missing, sign, today};
