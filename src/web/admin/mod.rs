//! Pages for the secretariat: questionnaires, rounds, the registry, people and the audit.

pub mod audit;
mod changes;
pub mod erase;
pub mod import;
mod invitees;
pub mod mail;
pub mod moving;
pub mod new_round;
pub mod overview;
pub mod people;
pub mod person;
mod planned;
pub mod privacy;
pub mod questionnaires;
pub mod region;
pub mod registry;
pub mod round;
mod round_form;
pub mod translations;
mod translations_view;
mod upload;
pub mod version;
pub mod workbook;
