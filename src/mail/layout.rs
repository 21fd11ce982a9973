//! How a mail looks: plain text, and HTML from one template that needs no image and no style to be read.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use handlebars::{Handlebars, RenderError};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::message::Draft;

const SOURCE: &str = include_str!("../../templates/email/message.hbs");

/// `None` where the template is broken, which a test excludes.
static TEMPLATE: LazyLock<Option<Handlebars<'static>>> = LazyLock::new(|| {
    let mut templates = Handlebars::new();
    templates.set_strict_mode(true);
    templates.register_template_string("message", SOURCE).ok().map(|()| templates)
});

/// The plain text.
#[must_use]
pub fn text(draft: &Draft<'_>) -> String {
    let mut parts = draft.paragraphs.clone();
    parts.extend(draft.link.iter().map(|(label, address)| format!("{label}\n{address}")));
    parts.push(format!("{}\n{}", draft.institution, draft.footer));
    parts.extend(draft.unsubscribe.iter().map(|(label, address)| format!("{label}\n{address}")));
    parts.join("\n\n") + "\n"
}

/// The HTML; empty, so that the mail goes as plain text alone, where it cannot be made.
#[must_use]
pub fn html(draft: &Draft<'_>) -> String {
    render(draft).unwrap_or_else(|error| {
        tracing::error!(kind = draft.kind.code(), ?error, "the HTML of a mail could not be made");
        String::new()
    })
}

/// The hash of the template's style, for a content security policy that allows this style and no other.
#[must_use]
pub fn style_hash() -> String {
    let style = SOURCE.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    format!("sha256-{}", STANDARD.encode(Sha256::digest(style.map_or("", |(style, _)| style))))
}

fn render(draft: &Draft<'_>) -> Result<String, Option<RenderError>> {
    let link = |link: &Option<(String, String)>| {
        link.as_ref().map(|(label, address)| json!({ "label": label, "address": address }))
    };
    let content = json!({
        "language": draft.language,
        "subject": draft.subject,
        "institution": draft.institution,
        "paragraphs": draft.paragraphs,
        "link": link(&draft.link),
        "footer": draft.footer,
        "unsubscribe": link(&draft.unsubscribe),
    });
    TEMPLATE.as_ref().ok_or(None)?.render("message", &content).map_err(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_sound_and_its_style_has_nothing_put_in() {
        assert!(TEMPLATE.is_some());
        let (_, rest) = SOURCE.split_once("<style>").unwrap();
        let (style, _) = rest.split_once("</style>").unwrap();
        assert!(!style.contains("{{") && style.contains('{'));
        assert_ne!(style_hash(), format!("sha256-{}", STANDARD.encode(Sha256::digest(""))));
    }
}
