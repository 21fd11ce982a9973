//! Pages for anybody: home, signing in, opening a link, choosing a language, health.

pub mod health;
pub mod home;
pub mod language;
pub mod link;
pub mod sign_in;
pub mod unsubscribe;
