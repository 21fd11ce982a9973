//! Numbers as a language writes them.

use rust_decimal::Decimal;

/// How a language writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberStyle {
    pub decimal: char,
}

/// The most digits that a number may have, so that a double carries it exactly.
pub const MOST_DIGITS: u32 = 15;

impl NumberStyle {
    /// English writes a decimal point; every other language that the interface speaks, a comma.
    #[must_use]
    pub fn of_language(code: &str) -> Self {
        Self { decimal: if code.starts_with("en") || code.is_empty() { '.' } else { ',' } }
    }

    /// Writes a number as people of this language do, in groups of three.
    #[must_use]
    pub fn write(self, number: Decimal) -> String {
        let plain = number.normalize().to_string();
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let group = if self.decimal == '.' { ',' } else { '\u{202f}' };
        let mut written = String::from(sign);
        for (index, digit) in whole.chars().enumerate() {
            // Four digits stand together, as in years.
            if index > 0 && whole.len() > 4 && (whole.len() - index).is_multiple_of(3) {
                written.push(group);
            }
            written.push(digit);
        }
        if !fraction.is_empty() {
            written.push(self.decimal);
            written.push_str(fraction);
        }
        written
    }

    /// Writes a number without groups, as people type it.
    #[must_use]
    pub fn write_plain(self, number: Decimal) -> String {
        number.normalize().to_string().replace('.', &self.decimal.to_string())
    }

    /// Reads a number as people of this language write it, with or without groups; a decimal point is taken
    /// everywhere where it cannot be a group.
    #[must_use]
    pub fn read(self, text: &str) -> Option<Decimal> {
        let spaceless: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'' && *c != '’').collect();
        let spaceless = spaceless.replace('−', "-");
        let group = if self.decimal == '.' { ',' } else { '.' };
        let plain = if is_grouped(&spaceless, group, self.decimal) {
            spaceless.replace(group, "").replace(self.decimal, ".")
        } else {
            spaceless.replace(self.decimal, ".")
        };
        let is_plain = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
        let digits = plain.trim_start_matches(['-', '+', '0', '.']).chars().filter(char::is_ascii_digit).count();
        if !is_plain || digits > MOST_DIGITS as usize || plain.is_empty() {
            return None;
        }
        plain.parse().ok()
    }
}

/// Are there groups of three between `group` marks, before any decimal mark?
fn is_grouped(text: &str, group: char, decimal: char) -> bool {
    let whole = text.split(decimal).next().unwrap_or(text).trim_start_matches(['-', '+']);
    let mut parts = whole.split(group);
    let first = parts.next().unwrap_or("");
    let mut grouped = false;
    for part in parts {
        if part.len() != 3 {
            return false;
        }
        grouped = true;
    }
    grouped && (1..=3).contains(&first.len()) && first != "0"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (language, text, expected) in [
            ("en", "1,234.5", Some("1234.5")),
            ("en", "1234.5", Some("1234.5")),
            ("en", "1 234", Some("1234")),
            ("en", "0,5", None),
            ("fr", "1 234,5", Some("1234.5")),
            ("fr", "1\u{202f}234,5", Some("1234.5")),
            ("fr", "1.234,5", Some("1234.5")),
            ("fr", "1.234", Some("1234")),
            ("fr", "0.5", Some("0.5")),
            ("fr", "12.5", Some("12.5")),
            ("es", "-3", Some("-3")),
            ("es", "−3", Some("-3")),
            ("en", "12 apples", None),
            ("en", "1e5", None),
            ("en", "", None),
            ("en", "-", None),
            ("en", "1234567890123456", None),
        ] {
            let expected = expected.map(|text| text.parse::<Decimal>().unwrap());
            assert_eq!(NumberStyle::of_language(language).read(text), expected, "{language}: {text}");
        }
    }

    #[test]
    fn numbers_are_written_in_groups() {
        for (language, number, expected) in [
            ("en", "1234567.5", "1,234,567.5"),
            ("fr", "1234567.5", "1\u{202f}234\u{202f}567,5"),
            ("en", "2024", "2024"),
            ("es", "-12345", "-12\u{202f}345"),
        ] {
            let style = NumberStyle::of_language(language);
            let number: Decimal = number.parse().unwrap();
            assert_eq!(style.write(number), expected);
            assert_eq!(style.read(expected), Some(number));
        }
    }
}
