//! Pages for the secretariat: questionnaires, rounds, the registry, people and the audit.

pub mod audit;
mod changes;
pub mod import;
mod invitees;
pub mod mail;
pub mod moving;
pub mod new_round;
pub mod overview;
pub mod people;
pub mod person;
mod planned;
pub mod questionnaires;
pub mod region;
pub mod registry;
pub mod round;
mod round_actions;
mod round_form;
mod round_moments;
pub mod round_regions;
pub mod round_settings;
pub mod translations;
mod translations_view;
mod upload;
pub mod version;
pub mod workbook;
