//! Pages for anybody: home, signing in, opening a link, choosing a password or a language, health.

pub mod health;
pub mod home;
pub mod language;
pub mod link;
pub mod second_factor;
pub mod setup;
pub mod sign_in;
pub mod unsubscribe;
pub mod welcome;
