//! Addresses that do not work, as other programs tell of them: a list with reasons, or the report of a mail server
//! (RFC 3464).

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use thiserror::Error;
use uuid::Uuid;
use validator::ValidateEmail;

use crate::store::mails::NewBounce;

/// The most lines of a list; longer ones are split by whoever has them.
pub const MOST_LINES: usize = 5_000;
/// Reasons are for people: what is longer is cut.
const LONGEST_WORDS: usize = 300;

/// What is wrong with a list or a report, and where; line 0 is the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineProblem {
    pub line: u64,
    pub problem: BounceProblem,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BounceProblem {
    #[error("the file is not UTF-8")]
    Encoding,
    #[error("there is no column {0}")]
    NoColumn(&'static str),
    #[error("there are no lines")]
    Empty,
    #[error("there are more than {0} lines")]
    TooMany(usize),
    #[error("the line has {0} cells too few or too many")]
    Cells(usize),
    #[error("{0:?} is no mail address")]
    Address(String),
    #[error("there is no reason")]
    NoReason,
    #[error("the address stands in line {0} already")]
    Doubled(u64),
    #[error("the report says {0:?}, not that a delivery failed")]
    NotFailed(String),
}

/// Reads a file: a report where it is one, and otherwise a list. All problems come at once.
///
/// # Errors
/// Every problem, with its line.
pub fn read(file: &[u8]) -> Result<Vec<NewBounce>, Vec<LineProblem>> {
    match MessageParser::default().parse(file).filter(|message| status(message).is_some()) {
        Some(message) => read_report(&message),
        None => read_list(file),
    }
}

/// Is this the report of a mail server?
#[must_use]
pub fn is_report(file: &[u8]) -> bool {
    MessageParser::default().parse(file).is_some_and(|message| status(&message).is_some())
}

/// Reads a list: CSV with the columns `address` and `reason` and perhaps `mail`, in any order, parted by commas or
/// semicolons.
///
/// # Errors
/// Every problem, with its line.
pub fn read_list(file: &[u8]) -> Result<Vec<NewBounce>, Vec<LineProblem>> {
    let whole = |problem| vec![LineProblem { line: 0, problem }];
    let text = std::str::from_utf8(file).map_err(|_| whole(BounceProblem::Encoding))?;
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(delimiter).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| headers.iter().position(|header| header.eq_ignore_ascii_case(name));
    let (address, reason) = (column("address"), column("reason"));
    let missing: Vec<_> = [("address", address), ("reason", reason)]
        .into_iter()
        .filter(|(_, found)| found.is_none())
        .map(|(name, _)| LineProblem { line: 0, problem: BounceProblem::NoColumn(name) })
        .collect();
    let (Some(address), Some(reason)) = (address, reason) else { return Err(missing) };
    let mail = column("mail");
    let (mut found, mut problems): (Vec<(u64, NewBounce)>, Vec<LineProblem>) = (Vec::new(), Vec::new());
    for record in reader.records() {
        // What is no UTF-8 was refused above, and ragged lines are told below.
        let Ok(record) = record else { continue };
        let line = record.position().map_or(0, csv::Position::line);
        if found.len() + problems.len() >= MOST_LINES {
            problems.push(LineProblem { line: 0, problem: BounceProblem::TooMany(MOST_LINES) });
            break;
        }
        let cell = |index: usize| record.get(index).unwrap_or_default();
        let bounce = NewBounce {
            address: cell(address).to_lowercase(),
            words: words(cell(reason)),
            mail: mail.and_then(|index| cell(index).parse().ok()),
        };
        let known = found.iter().find(|(_, known)| known.address == bounce.address && known.mail == bounce.mail);
        let problem = if record.len() != headers.len() {
            Some(BounceProblem::Cells(record.len().abs_diff(headers.len())))
        } else if !bounce.address.validate_email() {
            Some(BounceProblem::Address(cell(address).to_owned()))
        } else if bounce.words.is_empty() {
            Some(BounceProblem::NoReason)
        } else {
            known.map(|(line, _)| BounceProblem::Doubled(*line))
        };
        match problem {
            Some(problem) => problems.push(LineProblem { line, problem }),
            None => found.push((line, bounce)),
        }
    }
    if found.is_empty() && problems.is_empty() {
        return Err(whole(BounceProblem::Empty));
    }
    if problems.is_empty() { Ok(found.into_iter().map(|(_, bounce)| bounce).collect()) } else { Err(problems) }
}

/// Writes what [`read_list`] reads.
#[must_use]
pub fn write_list(bounces: &[NewBounce]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(["address", "reason", "mail"]);
    for bounce in bounces {
        let mail = bounce.mail.map(|mail| mail.to_string()).unwrap_or_default();
        let _ = writer.write_record([bounce.address.as_str(), bounce.words.as_str(), mail.as_str()]);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// The recipients of whom a report says that the delivery failed, and the mail that it is about.
fn read_report(message: &Message<'_>) -> Result<Vec<NewBounce>, Vec<LineProblem>> {
    let mail = original(message);
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let fields = status(message).unwrap_or_default();
    for block in fields.replace("\r\n", "\n").split("\n\n") {
        let field = |name: &str| field(block, name);
        // The first block is about the message, the others each about a recipient.
        let Some(recipient) = field("Final-Recipient").or_else(|| field("Original-Recipient")) else { continue };
        let address = recipient.split_once(';').map_or(recipient.as_str(), |(_, address)| address);
        let address = address.trim().trim_matches(['<', '>']).to_lowercase();
        let action = field("Action").unwrap_or_default().to_lowercase();
        if action != "failed" {
            problems.push(LineProblem { line: 0, problem: BounceProblem::NotFailed(action) });
            continue;
        }
        if !address.validate_email() {
            problems.push(LineProblem { line: 0, problem: BounceProblem::Address(address) });
            continue;
        }
        let diagnosis = field("Diagnostic-Code").or_else(|| field("Status")).unwrap_or_default();
        let diagnosis = diagnosis.split_once(';').map_or(diagnosis.as_str(), |(_, words)| words);
        found.push(NewBounce { address, words: words(diagnosis), mail });
    }
    if found.is_empty() && problems.is_empty() {
        problems.push(LineProblem { line: 0, problem: BounceProblem::Empty });
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// The machine's part of a report.
fn status(message: &Message<'_>) -> Option<String> {
    let part = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| kind.ctype() == "message" && kind.subtype() == Some("delivery-status"))
    })?;
    Some(String::from_utf8_lossy(part.contents()).into_owned())
}

/// Which of our mails came back: the left side of our Message-IDs is the mail's id.
fn original(message: &Message<'_>) -> Option<Uuid> {
    message.parts.iter().find_map(|part| {
        let id = match &part.body {
            PartType::Message(inner) => inner.message_id().map(ToOwned::to_owned),
            // `text/rfc822-headers`; other texts have no such field at the start of a line.
            PartType::Text(headers) => field(headers, "Message-ID"),
            PartType::Html(_) | PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Multipart(_) => None,
        }?;
        id.trim_matches(['<', '>']).split('@').next()?.parse().ok()
    })
}

/// One field of a block; its further lines begin with a space.
fn field(block: &str, name: &str) -> Option<String> {
    let mut lines = block.lines().skip_while(|line| {
        let head = line.split(':').next().unwrap_or_default();
        line.starts_with([' ', '\t']) || !head.eq_ignore_ascii_case(name)
    });
    let (_, first) = lines.next()?.split_once(':')?;
    let more = lines.take_while(|line| line.starts_with([' ', '\t']));
    let all: Vec<&str> = std::iter::once(first).chain(more).map(str::trim).collect();
    Some(all.join(" "))
}

fn words(text: &str) -> String {
    let plain: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(LONGEST_WORDS).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounce(address: &str, words: &str) -> NewBounce {
        NewBounce { address: address.into(), words: words.into(), mail: None }
    }

    #[test]
    fn lists_are_read_however_they_were_saved() {
        let expected = Ok(vec![bounce("a@example.org", "No such user"), bounce("b@example.org", "Left, in May")]);
        for list in [
            "address,reason\na@example.org,No such user\nb@example.org,\"Left, in May\"\n",
            "\u{feff}Address;Reason\r\na@example.org;No such user\r\nB@Example.org;Left, in May\r\n",
            "reason,address\nNo such user, a@example.org\n\"Left,\n in May\",b@example.org",
            "address,reason,mail\na@example.org,No such user,\nb@example.org,\"Left, in May\",\n",
        ] {
            assert_eq!(read(list.as_bytes()), expected, "{list}");
        }
        let with_mail = vec![NewBounce { mail: Some(Uuid::from_u128(7)), ..bounce("a@example.org", "=1+1, \"x\"") }];
        assert_eq!(read(write_list(&with_mail).as_bytes()), Ok(with_mail));
    }

    #[test]
    fn all_problems_of_a_list_come_at_once() {
        let list = "address,reason\nno address,x\na@example.org,ok\nb@example.org\nA@example.org,again\nc@example.org,\n\
                    =cmd()@example.org|x,y\n";
        let problems: Vec<(u64, BounceProblem)> =
            read(list.as_bytes()).unwrap_err().into_iter().map(|found| (found.line, found.problem)).collect();
        assert_eq!(
            problems,
            [
                (2, BounceProblem::Address("no address".into())),
                (4, BounceProblem::Cells(1)),
                (5, BounceProblem::Doubled(3)),
                (6, BounceProblem::NoReason),
                (7, BounceProblem::Address("=cmd()@example.org|x".into())),
            ]
        );
    }

    #[test]
    fn what_is_no_list_is_said_once() {
        let long = format!("address,reason\n{}", "a@example.org,x\n".repeat(50_000));
        let first = |bytes: &[u8]| read(bytes).unwrap_err().into_iter().map(|found| found.problem).collect::<Vec<_>>();
        assert_eq!(first(b"address,reason\na@example.org,x\xe9\n"), [BounceProblem::Encoding]);
        assert_eq!(first(b"address,reason\n"), [BounceProblem::Empty]);
        assert_eq!(first(b""), [BounceProblem::NoColumn("address"), BounceProblem::NoColumn("reason")]);
        assert_eq!(first(b"address,words\na@example.org,x"), [BounceProblem::NoColumn("reason")]);
        assert_eq!(first(long.as_bytes()).last(), Some(&BounceProblem::TooMany(MOST_LINES)));
    }

    const REPORT: &str = "From: MAILER-DAEMON@mail.example.org\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n\
        --b\r\nContent-Type: message/delivery-status\r\n\r\n\
        Reporting-MTA: dns; mail.example.org\r\n\r\n\
        Final-Recipient: rfc822; Ana@Example.org\r\nAction: ACTION\r\nStatus: 5.1.1\r\n\
        Diagnostic-Code: smtp; 550 5.1.1\r\n    No such user\r\n\r\n\
        Final-Recipient: rfc822; ben@example.org\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n\
        --b\r\nContent-Type: KIND\r\n\r\n\
        Message-ID: <00000000-0000-0000-0000-000000000007@example.org>\r\nSubject: Hello\r\n\r\n--b--\r\n";

    #[test]
    fn reports_name_the_recipients_and_the_mail() {
        for kind in ["message/rfc822", "text/rfc822-headers"] {
            let report = REPORT.replace("ACTION", "failed").replace("KIND", kind);
            let mail = Some(Uuid::from_u128(7));
            let expected = [
                NewBounce { mail, ..bounce("ana@example.org", "550 5.1.1 No such user") },
                NewBounce { mail, ..bounce("ben@example.org", "5.2.2") },
            ];
            assert_eq!(read(report.as_bytes()).as_deref(), Ok(&expected[..]), "{kind}");
        }
        let report = REPORT.replace("ACTION", "delayed").replace("KIND", "message/rfc822");
        let delayed = LineProblem { line: 0, problem: BounceProblem::NotFailed("delayed".into()) };
        assert_eq!(read(report.as_bytes()), Err(vec![delayed]));
    }
}
