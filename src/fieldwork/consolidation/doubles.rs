//! Entries of two departments that may be the same thing: the same link, or a similar title. People decide.

use std::collections::BTreeSet;

use url::Url;

use super::differing::folded;

/// What two entries have in common.
#[derive(Debug, Clone, PartialEq)]
pub enum Likeness {
    /// The same link, in the shortest writing.
    Link(String),
    /// Titles that are the same, but for case, accents and punctuation.
    SameTitle,
    /// Titles that are nearly the same, in hundredths.
    SimilarTitle(u8),
}

/// An entry, as far as doubles are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    pub title: String,
    pub links: Vec<String>,
}

/// Parameters that say where a reader came from, not where the page is.
const TRACKING: [&str; 8] = ["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref_src"];
/// Titles that are similar from here on, in hundredths.
const SIMILAR: u8 = 90;
/// Titles shorter than this, in letters, say too little to be similar: only the same is the same.
const SHORTEST: usize = 12;
/// What joins words in the languages of the questionnaires, and tells no titles apart.
const SMALL: [&str; 38] = [
    "a", "al", "and", "au", "aux", "con", "d", "da", "das", "de", "del", "della", "der", "des", "di", "die", "do",
    "du", "e", "el", "en", "et", "for", "in", "l", "la", "las", "le", "les", "los", "o", "of", "para", "por", "pour",
    "the", "to", "y",
];

/// What the two have in common, the surest first; nothing where they are two things.
#[must_use]
pub fn likeness(one: &Described, other: &Described) -> Option<Likeness> {
    let links: BTreeSet<String> = one.links.iter().filter_map(|link| normal_link(link)).collect();
    let shared = other.links.iter().filter_map(|link| normal_link(link)).find(|link| links.contains(link));
    if let Some(link) = shared {
        return Some(Likeness::Link(link));
    }
    let (a, b) = (words(&one.title), words(&other.title));
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a == b {
        return Some(Likeness::SameTitle);
    }
    let letters = |words: &[String]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    if letters(&a).min(letters(&b)) < SHORTEST || numbers(&a) != numbers(&b) {
        return None;
    }
    let (fewer, more) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    // Another place or another subject is a word that has no counterpart.
    if !fewer.iter().all(|word| more.iter().any(|other| is_same_word(word, other))) {
        return None;
    }
    let likeness = similarity(&a, &b);
    (likeness >= SIMILAR).then_some(Likeness::SimilarTitle(likeness))
}

/// A link without what does not say where the page is: scheme, `www.`, the slash at the end, tracking, fragment.
#[must_use]
pub fn normal_link(text: &str) -> Option<String> {
    let text = text.trim();
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&whole).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    if !host.contains('.') || text.contains(char::is_whitespace) {
        return None;
    }
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/index.html").or_else(|| path.strip_suffix("/index.php")).unwrap_or(path);
    let is_kept = |name: &str| !name.starts_with("utm_") && !TRACKING.contains(&name);
    let mut query: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| is_kept(&name.to_lowercase()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    query.sort();
    // The front page of a house is no practice of it.
    if path.is_empty() && query.is_empty() {
        return None;
    }
    let query: Vec<String> = query.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    Some(format!("{host}{port}{path}{query}"))
}

/// Two titles differ in a few letters, or one has a word more. Which of the two it is decides the greater of both
/// measures; words in another order count as the same words.
fn similarity(one: &[String], other: &[String]) -> u8 {
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort_unstable();
        words.join(" ")
    };
    let by_letters = strsim::normalized_levenshtein(&one.join(" "), &other.join(" "));
    let by_words = strsim::normalized_levenshtein(&sorted(one), &sorted(other));
    let hundredths = (by_letters.max(by_words) * 100.0).floor().clamp(0.0, 100.0);
    // At most 100, and without a fraction.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
    let hundredths = hundredths as u8;
    hundredths
}

/// The same, or the same in the plural or with a letter mistyped.
fn is_same_word(one: &str, other: &str) -> bool {
    const ALIKE: f64 = 0.8;
    one == other || strsim::normalized_levenshtein(one, other) >= ALIKE
}

fn words(title: &str) -> Vec<String> {
    folded(title).split(' ').filter(|word| !word.is_empty() && !SMALL.contains(word)).map(str::to_owned).collect()
}

/// Years, phases and parts tell titles apart that are otherwise alike.
fn numbers(words: &[String]) -> Vec<String> {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let mut found: Vec<String> = words
        .iter()
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()) || ROMAN.contains(&word.as_str()))
        .cloned()
        .collect();
    found.sort_unstable();
    found
}
