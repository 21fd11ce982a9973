//! Patterns as authors write them for other engines, in the dialect of the library that matches them here.

use std::borrow::Cow;

/// The same pattern with what only this dialect reads otherwise taken literally: within brackets a hyphen beside a class
/// (`[\w-.]`), an opening bracket, and `&&`, `--` and `~~`, which join sets here.
pub(super) fn in_our_dialect(pattern: &str) -> Cow<'_, str> {
    if !pattern.contains('[') {
        return Cow::Borrowed(pattern);
    }
    let mut written = String::with_capacity(pattern.len() + 8);
    let mut characters = pattern.chars().peekable();
    // What stands before within brackets: nothing at their beginning.
    let mut inside: Option<Before> = None;
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        match (&inside, c) {
            (_, '\\') => {
                written.push(c);
                written.extend(characters.next());
                inside = inside.map(|_| if next.is_some_and(is_class) { Before::Class } else { Before::Character });
            }
            (None, '[') => {
                written.push(c);
                inside = Some(Before::Nothing);
                if next == Some('^') {
                    written.extend(characters.next());
                }
            }
            (None, _) => written.push(c),
            (Some(Before::Nothing), ']') => {
                written.push_str("\\]");
                inside = Some(Before::Character);
            }
            (Some(_), ']') => {
                written.push(c);
                inside = None;
            }
            (Some(_), '[') if next == Some(':') => {
                written.push(c);
                for c in characters.by_ref() {
                    written.push(c);
                    if c == ']' {
                        break;
                    }
                }
                inside = Some(Before::Class);
            }
            (Some(_), '[' | '&' | '~') => {
                written.extend(['\\', c]);
                inside = Some(Before::Character);
            }
            (Some(before), '-') => {
                let before_class = next == Some('\\') && is_class(characters.clone().nth(1).unwrap_or(' '));
                let literal = !matches!(before, Before::Character) || before_class || next == Some(']');
                if literal {
                    written.push('\\');
                }
                written.push(c);
                inside = Some(if literal { Before::Character } else { Before::Range });
            }
            (Some(Before::Range), _) => {
                written.push(c);
                inside = Some(Before::Class);
            }
            (Some(_), _) => {
                written.push(c);
                inside = Some(Before::Character);
            }
        }
    }
    Cow::Owned(written)
}

/// What a hyphen within brackets stands after.
#[derive(Clone, Copy)]
enum Before {
    Nothing,
    /// One character, which may begin a range.
    Character,
    /// The hyphen of a range.
    Range,
    /// A class such as `\w`, or the end of a range.
    Class,
}

fn is_class(letter: char) -> bool {
    matches!(letter, 'w' | 'W' | 'd' | 'D' | 's' | 'S' | 'p' | 'P')
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn what_other_engines_take_is_taken() {
        for (pattern, text, expected) in [
            (r"^[\w-\.]+@([\w-]+\.)+[\w-]{2,}$", "a.b-c@d-e.eu", true),
            (r"^[a-z-9]+$", "b-9", true),
            (r"^[a-c]+$", "b", true),
            (r"^[a-c]+$", "-", false),
            (r"^[]a]+$", "]a", true),
            (r"^[a[b]+$", "[", true),
            (r"^[[:alpha:]]+$", "ab", true),
            (r"^[&&a]+$", "&", true),
            (r"^[^-]+$", "-", false),
            (r"^[+-]?\d+$", "-3", true),
            (r"^\[a\]$", "[a]", true),
        ] {
            let regex = Regex::new(&in_our_dialect(pattern)).unwrap_or_else(|error| panic!("{pattern}: {error}"));
            assert_eq!(regex.is_match(text), expected, "{pattern} on {text}");
        }
        assert!(Regex::new(&in_our_dialect("[a")).is_err() && Regex::new(&in_our_dialect("(a")).is_err());
    }
}
