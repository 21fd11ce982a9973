//! What a form sends, read as answers: text by the question's type and the reader's way of writing numbers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    answer::{Answer, NonAnswer},
    definition::{Choice, Question, QuestionType},
    path::Path,
};

/// The fields of a form by name, in the order in which they were sent.
#[derive(Debug, Clone, Default)]
pub struct Fields(BTreeMap<String, Vec<String>>);

/// How a language writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberStyle {
    pub decimal: char,
}

/// The most digits that a number may have, so that a double carries it exactly.
pub const MOST_DIGITS: u32 = 15;

impl Fields {
    /// Every value sent under `name`.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The first value under `name`, without outer white space; `None` where it was not sent.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(|value| value.trim())
    }

    /// Adds a value.
    pub fn push(&mut self, name: String, value: String) {
        self.0.entry(name).or_default().push(value);
    }

    /// The names that were sent.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        let mut fields = Self::default();
        for (name, value) in pairs {
            fields.push(name, value);
        }
        fields
    }
}

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

/// The field of the version that the page showed.
#[must_use]
pub fn version_field(path: &Path) -> String {
    format!("version:{path}")
}

/// The field that chooses a non-answer.
#[must_use]
pub fn non_answer_field(path: &Path) -> String {
    format!("instead:{path}")
}

/// The three fields of a date.
#[must_use]
pub fn date_fields(path: &Path) -> [String; 3] {
    ["day", "month", "year"].map(|part| format!("{part}:{path}"))
}

/// The field with the rank of one choice.
#[must_use]
pub fn rank_field(path: &Path, choice: &str) -> String {
    format!("rank:{path}:{choice}")
}

/// Reads what was sent for one question; `None` is blank. Nothing that was typed is dropped: what the type cannot read
/// is [`Answer::Unparsed`], a non-answer beside an answer is [`Answer::Both`].
#[must_use]
pub fn read(
    question: &Question,
    choices: &[&Choice],
    path: &Path,
    fields: &Fields,
    style: NumberStyle,
) -> Option<Answer> {
    let given = read_value(question, choices, path, fields, style);
    let instead = fields.first(&non_answer_field(path)).filter(|code| !code.is_empty());
    let Some(code) = instead else { return given };
    match (given, NonAnswer::from_code(code)) {
        (None, Some(non_answer)) => Some(Answer::NonAnswer(non_answer)),
        (Some(answer), Some(non_answer)) => Some(Answer::Both { answer: Box::new(answer), non_answer }),
        (given, None) => given.or_else(|| Some(Answer::Unparsed(code.to_owned()))),
    }
}

fn read_value(
    question: &Question,
    choices: &[&Choice],
    path: &Path,
    fields: &Fields,
    style: NumberStyle,
) -> Option<Answer> {
    let name = path.to_string();
    let text = || fields.first(&name).filter(|text| !text.is_empty());
    let unparsed = |text: &str| Answer::Unparsed(text.to_owned());
    let known = |name: &str| choices.iter().any(|choice| choice.name == name);
    match &question.kind {
        QuestionType::Text | QuestionType::Point => {
            let text = fields.all(&name).first().map(|text| text.replace("\r\n", "\n"))?;
            let text = text.trim_end();
            (!text.is_empty()).then(|| Answer::Text(text.to_owned()))
        }
        QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => {
            text().map(|text| style.read(text).map_or_else(|| unparsed(text), Answer::Number))
        }
        QuestionType::SelectOne(_) => {
            text().map(|text| if known(text) { Answer::Choice(text.to_owned()) } else { unparsed(text) })
        }
        QuestionType::Acknowledge => {
            text().map(|text| if text == "OK" { Answer::Choice(text.to_owned()) } else { unparsed(text) })
        }
        QuestionType::SelectMultiple(_) => {
            let sent: Vec<&String> = fields.all(&name).iter().filter(|name| !name.is_empty()).collect();
            if let Some(stranger) = sent.iter().find(|name| !known(name)) {
                return Some(unparsed(stranger));
            }
            let in_order = choices.iter().filter(|choice| sent.iter().any(|name| **name == choice.name));
            let chosen: Vec<String> = in_order.map(|choice| choice.name.clone()).collect();
            (!chosen.is_empty()).then_some(Answer::Choices(chosen))
        }
        QuestionType::Rank(_) => read_ranking(choices, path, fields),
        QuestionType::Date => read_date(path, fields),
        QuestionType::Time => text().map(|text| text.parse().map_or_else(|_| unparsed(text), Answer::Time)),
        QuestionType::DateTime => text().map(|text| text.parse().map_or_else(|_| unparsed(text), Answer::DateTime)),
        QuestionType::File
        | QuestionType::Image
        | QuestionType::Note
        | QuestionType::Calculate
        | QuestionType::Hidden
        | QuestionType::Metadata(_) => None,
    }
}

/// Ranks are sent a choice at a time; two on one rank, or a gap, stay unparsed as `choice=rank` words.
fn read_ranking(choices: &[&Choice], path: &Path, fields: &Fields) -> Option<Answer> {
    let mut ranked: Vec<(String, &str)> = choices
        .iter()
        .filter_map(|choice| {
            let rank = fields.first(&rank_field(path, &choice.name)).filter(|rank| !rank.is_empty())?;
            Some((rank.to_owned(), choice.name.as_str()))
        })
        .collect();
    if ranked.is_empty() {
        return None;
    }
    ranked.sort_by_key(|(rank, _)| rank.parse::<u32>().unwrap_or(u32::MAX));
    let in_turn = (1_usize..).zip(&ranked).all(|(turn, (rank, _))| rank.parse() == Ok(turn));
    if in_turn {
        return Some(Answer::Ranking(ranked.into_iter().map(|(_, name)| name.to_owned()).collect()));
    }
    let words: Vec<String> = ranked.iter().map(|(rank, name)| format!("{name}={rank}")).collect();
    Some(Answer::Unparsed(words.join(" ")))
}

/// A date of three fields, or of one in ISO 8601; what is no day of the calendar stays as `day/month/year`.
fn read_date(path: &Path, fields: &Fields) -> Option<Answer> {
    let [day, month, year] = date_fields(path).map(|field| fields.first(&field).unwrap_or("").to_owned());
    if day.is_empty() && month.is_empty() && year.is_empty() {
        let text = fields.first(&path.to_string()).filter(|text| !text.is_empty())?;
        return Some(text.parse().map_or_else(|_| Answer::Unparsed(text.to_owned()), Answer::Date));
    }
    let parsed = (day.parse().ok(), month.parse().ok(), year.parse().ok());
    let date = match parsed {
        (Some(day), Some(month), Some(year)) if (1000..=9999).contains(&year) => {
            NaiveDate::from_ymd_opt(year, month, day)
        }
        _ => None,
    };
    Some(date.map_or_else(|| Answer::Unparsed(format!("{day}/{month}/{year}")), Answer::Date))
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

    #[test]
    fn dates_of_three_fields_keep_what_is_no_date() {
        let path = Path::top("d");
        let fields = |day: &str, month: &str, year: &str| {
            let [d, m, y] = date_fields(&path);
            Fields::from_iter([(d, day.to_owned()), (m, month.to_owned()), (y, year.to_owned())])
        };
        let date = NaiveDate::from_ymd_opt(2024, 2, 29).map(Answer::Date);
        assert_eq!(read_date(&path, &fields("29", "2", "2024")), date);
        assert_eq!(read_date(&path, &fields("30", "2", "2024")), Some(Answer::Unparsed("30/2/2024".into())));
        assert_eq!(read_date(&path, &fields("1", "", "24")), Some(Answer::Unparsed("1//24".into())));
        assert_eq!(read_date(&path, &fields("", "", "")), None);
    }
}
