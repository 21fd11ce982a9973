//! The demonstration that the local mode starts with: regions, departments, people and a round, made through the same
//! operations as the pages.

/// The address of the demonstration's person for an audience.
#[must_use]
pub fn email_of(audience: &str) -> Option<&'static str> {
    match audience {
        "admin" => Some("admin@periplus.example"),
        "consultant" => Some("consultant@periplus.example"),
        "coordinator" => Some("coordinator@periplus.example"),
        "respondent" => Some("respondent@periplus.example"),
        _ => None,
    }
}

/// Where the audience begins.
#[must_use]
pub fn start_of(audience: &str) -> Option<&'static str> {
    match audience {
        "admin" => Some("/admin"),
        "consultant" => Some("/results"),
        "coordinator" => Some("/regions/ES61"),
        "respondent" => Some("/responses"),
        _ => None,
    }
}
