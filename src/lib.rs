//! Periplus: questionnaires for the maritime regions of Europe.
//!
//! The map of the house is ARCHITECTURE.md; the rooms are the modules below.

pub mod access;
pub mod fieldwork;
pub mod postgres;
pub mod export;
pub mod questionnaire;
pub mod results;
pub mod store;
