//! What the program writes to people: subject, plain text and HTML from Fluent messages.

use chrono::{DateTime, Utc};
use handlebars::html_escape;
use uuid::Uuid;

use crate::{language::Locales, store::outbox::Mail};

/// The parts of a mail; each is text, escaped where it becomes HTML.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    pub kind: &'a str,
    pub to: &'a str,
    pub language: &'a str,
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What the one link says, and where it leads.
    pub link: Option<(String, String)>,
}

/// The invitation to answer for a department.
#[must_use]
pub fn invitation<'a>(
    locales: &Locales,
    to: &'a str,
    language: &'a str,
    round: &str,
    department: &str,
    deadline: DateTime<Utc>,
    link: String,
) -> Draft<'a> {
    let deadline = deadline.format("%Y-%m-%d %H:%M UTC").to_string();
    let arguments = [("round", round), ("department", department), ("deadline", deadline.as_str())];
    let say = |key: &str| locales.text(language, key, &arguments);
    Draft {
        kind: "invitation",
        to,
        language,
        subject: say("mail-invitation-subject"),
        paragraphs: vec![
            say("mail-greeting"),
            say("mail-invitation-asks"),
            say("mail-invitation-share"),
            say("mail-invitation-deadline"),
            say("mail-link-once"),
        ],
        link: Some((say("mail-invitation-link"), link)),
    }
}

/// A new link for somebody who asked.
#[must_use]
pub fn new_link<'a>(locales: &Locales, to: &'a str, language: &'a str, round: &str, link: String) -> Draft<'a> {
    let say = |key: &str| locales.text(language, key, &[("round", round)]);
    Draft {
        kind: "link",
        to,
        language,
        subject: say("mail-new-link-subject"),
        paragraphs: vec![say("mail-greeting"), say("mail-new-link-asked"), say("mail-link-once")],
        link: Some((say("mail-new-link-link"), link)),
    }
}

/// The receipt of a submission.
#[must_use]
pub fn receipt<'a>(
    locales: &Locales,
    to: &'a str,
    language: &'a str,
    round: &str,
    reference: &str,
    link: String,
) -> Draft<'a> {
    let say = |key: &str| locales.text(language, key, &[("round", round), ("reference", reference)]);
    Draft {
        kind: "receipt",
        to,
        language,
        subject: say("mail-receipt-subject"),
        paragraphs: vec![say("mail-greeting"), say("mail-receipt-thanks"), say("mail-receipt-reference")],
        link: Some((say("mail-receipt-link"), link)),
    }
}

/// The questionnaire changed, and some answers are to be confirmed.
#[must_use]
pub fn moved<'a>(
    locales: &Locales,
    to: &'a str,
    language: &'a str,
    round: &str,
    department: &str,
    count: usize,
    link: String,
) -> Draft<'a> {
    let count = count.to_string();
    let arguments = [("round", round), ("department", department), ("count", count.as_str())];
    let say = |key: &str| locales.text(language, key, &arguments);
    Draft {
        kind: "moved",
        to,
        language,
        subject: say("mail-moved-subject"),
        paragraphs: vec![say("mail-greeting"), say("mail-moved-changed"), say("mail-moved-kept")],
        link: Some((say("mail-moved-link"), link)),
    }
}

impl Draft<'_> {
    /// The mail as the outbox keeps it.
    #[must_use]
    pub fn into_mail(self, now: DateTime<Utc>) -> Mail {
        let one_line = |text: &str| text.replace(['\r', '\n'], " ");
        Mail {
            id: Uuid::now_v7(),
            kind: self.kind.to_owned(),
            recipient: one_line(self.to),
            subject: one_line(&self.subject),
            body_text: self.text(),
            body_html: self.html(),
            created_at: now,
            attempts: 0,
            next_attempt_at: now,
            sent_at: None,
            failed_at: None,
        }
    }

    fn text(&self) -> String {
        let link = self.link.iter().map(|(label, address)| format!("{label}:\n{address}"));
        let paragraphs: Vec<String> = self.paragraphs.iter().cloned().chain(link).collect();
        paragraphs.join("\n\n") + "\n"
    }

    fn html(&self) -> String {
        let paragraphs: String = self.paragraphs.iter().map(|text| format!("<p>{}</p>\n", html_escape(text))).collect();
        let link = self.link.as_ref().map_or(String::new(), |(label, address)| {
            format!("<p><a href=\"{}\">{}</a></p>\n", html_escape(address), html_escape(label))
        });
        let (language, subject) = (html_escape(self.language), html_escape(&self.subject));
        format!(
            "<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{subject}</title></head>\n\
             <body>\n{paragraphs}{link}</body></html>\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_is_escaped_and_cannot_add_headers() {
        let draft = Draft {
            kind: "test",
            to: "a@example.org\r\nBcc: b@example.org",
            language: "en",
            subject: "One\r\nTwo: three".into(),
            paragraphs: vec!["<script>alert(1)</script>".into()],
            link: Some(("Open".into(), "https://example.org/?a=1&b=\"2\"".into())),
        };
        let mail = draft.into_mail(Utc::now());
        assert!(!mail.recipient.contains(['\r', '\n']) && !mail.subject.contains(['\r', '\n']));
        assert!(!mail.body_html.contains("<script>"));
        assert!(mail.body_html.contains("&lt;script&gt;") && mail.body_html.contains("&amp;b"));
        assert!(mail.body_text.contains("https://example.org/?a=1&b=\"2\""));
    }
}
