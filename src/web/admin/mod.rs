//! Pages for the secretariat: questionnaires and rounds.

mod changes;
mod invitees;
pub mod mail;
pub mod moving;
pub mod new_round;
pub mod overview;
pub mod questionnaires;
pub mod round;
mod round_form;
pub mod translations;
mod translations_view;
mod upload;
pub mod version;
pub mod workbook;
