//! Periplus: questionnaires for the maritime regions of Europe.
//!
//! The map of the house is ARCHITECTURE.md; the rooms are the modules below.

pub mod access;
pub mod config;
pub mod export;
pub mod fieldwork;
pub mod jobs;
pub mod language;
pub mod mail;
pub mod operations;
pub mod postgres;
pub mod questionnaire;
pub mod results;
pub mod store;
pub mod web;
