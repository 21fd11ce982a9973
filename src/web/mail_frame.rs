//! The HTML of a mail as a page of its own, for a frame: it may show its style and nothing else.

use std::sync::LazyLock;

use actix_web::{HttpResponse, http::header::CONTENT_SECURITY_POLICY};

use crate::{access::token::Token, mail::layout::style_hash};

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = style_hash();
    format!(
        "default-src 'none'; style-src '{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
    )
});

/// The HTML, alone.
#[must_use]
pub fn frame(html: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY.as_str()))
        .body(html)
}

/// A mail's text without the secrets of its links: who may read what was sent may not sign in as who it was sent to.
#[must_use]
pub fn without_tokens(text: &str) -> String {
    text.split_inclusive(['/', ' ', '\n', '"', '<', '>']).fold(String::new(), |mut kept, piece| {
        let word = piece.trim_end_matches(['/', ' ', '\n', '"', '<', '>']);
        if Token::parse(word).is_some() {
            kept.push('…');
            kept.push_str(piece.get(word.len()..).unwrap_or_default());
        } else {
            kept.push_str(piece);
        }
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_taken_out_wherever_they_stand() {
        let token = Token::new([9; 32]).reveal();
        let text =
            format!("Open:\nhttps://p.example.org/open/{token}\n<a href=\"/unsubscribe/{token}\">Stop {token}</a> now");
        assert_eq!(
            without_tokens(&text),
            "Open:\nhttps://p.example.org/open/…\n<a href=\"/unsubscribe/…\">Stop …</a> now"
        );
    }
}
