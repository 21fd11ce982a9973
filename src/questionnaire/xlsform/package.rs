//! Zip packages from strangers: what they are is read from their content, and every entry is unpacked under caps
//! before anything else looks at it.

use std::io::{Cursor, Read, Write};

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{code::Code, problem::Problem, workbook::of_the_file};

/// The most bytes that a package may unpack to.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The most entries of a package.
pub const MOST_ENTRIES: usize = 2_000;
/// The most that an entry above [`SMALL`] may grow by when it is unpacked.
pub const MOST_RATIO: u64 = 200;

const SMALL: u64 = 1024 * 1024;

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    /// The container of `.xls` and of workbooks with a password.
    Compound,
    Other,
}

/// What a zip holds.
#[derive(Debug)]
pub(super) enum Content {
    /// An `.xlsx` package, packed anew without compression from parts that were checked.
    Spreadsheet(Vec<u8>),
    Files(Vec<(String, Vec<u8>)>),
}

pub(super) fn kind(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        Kind::Zip
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        Kind::Compound
    } else {
        Kind::Other
    }
}

/// Which of the two things a compound file is: a workbook with a password, or one of the old format.
pub(super) fn explain_compound(bytes: &[u8]) -> Box<Problem> {
    let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(mark.len()).any(|window| window == mark) {
        of_the_file(Code::EncryptedWorkbook, &[])
    } else {
        of_the_file(Code::OtherFormat, &["a workbook of the old format .xls"])
    }
}

pub(super) fn too_large_unpacked() -> Box<Problem> {
    of_the_file(Code::TooLarge, &["too many bytes when unpacked", &format!("{} MB", MOST_BYTES / 1024 / 1024)])
}

/// Unpacks and checks everything, all or nothing.
pub(super) fn unpack(bytes: &[u8]) -> Result<Content, Box<Problem>> {
    let damaged = |error: &dyn std::fmt::Display| of_the_file(Code::DamagedWorkbook, &[&error.to_string()]);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > MOST_ENTRIES {
        let (found, most) = (format!("{} parts", archive.len()), format!("{MOST_ENTRIES} parts"));
        return Err(of_the_file(Code::TooLarge, &[&found, &most]));
    }
    let mut left = MOST_BYTES;
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| damaged(&error))?;
        if entry.encrypted() {
            return Err(of_the_file(Code::EncryptedWorkbook, &[]));
        }
        if entry.is_dir() {
            continue;
        }
        let (name, packed) = (entry.name().to_owned(), entry.compressed_size());
        let allowed = u64::try_from(left).unwrap_or(u64::MAX);
        let by_ratio = packed.saturating_mul(MOST_RATIO).max(SMALL);
        let mut content = Vec::new();
        entry.take(allowed.min(by_ratio) + 1).read_to_end(&mut content).map_err(|error| damaged(&error))?;
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        if size > allowed {
            return Err(too_large_unpacked());
        }
        if size > by_ratio {
            let most = format!("{MOST_RATIO} times");
            return Err(of_the_file(Code::TooLarge, &["a part grows too much when it is unpacked", &most]));
        }
        left -= content.len();
        entries.push((name, content));
    }
    sort_out(entries)
}

fn sort_out(entries: Vec<(String, Vec<u8>)>) -> Result<Content, Box<Problem>> {
    let has = |wanted: &str| entries.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let is_macro = |name: &str| name.ends_with("vbaproject.bin") || name.starts_with("xl/macrosheets/");
    if let Some((name, _)) = entries.iter().find(|(name, _)| is_macro(&name.to_lowercase())) {
        return Err(of_the_file(Code::MacrosRefused, &[name]));
    }
    if has("xl/workbook.bin") {
        return Err(of_the_file(Code::OtherFormat, &["a binary workbook (.xlsb)"]));
    }
    if has("content.xml") && has("mimetype") {
        return Err(of_the_file(Code::OtherFormat, &["an OpenDocument file"]));
    }
    if has("word/document.xml") || has("ppt/presentation.xml") {
        return Err(of_the_file(Code::NotAWorkbook, &[]));
    }
    if has("[Content_Types].xml") {
        return pack_anew(entries).map(Content::Spreadsheet);
    }
    let files = entries.into_iter().filter(|(name, _)| {
        let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
        !name.starts_with("__MACOSX/") && !base.starts_with('.')
    });
    Ok(Content::Files(files.collect()))
}

/// The parts that matter, without compression: what reads them next meets neither a bomb nor a document type.
fn pack_anew(entries: Vec<(String, Vec<u8>)>) -> Result<Vec<u8>, Box<Problem>> {
    let damaged = |error: &dyn std::fmt::Display| of_the_file(Code::DamagedWorkbook, &[&error.to_string()]);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in entries {
        let lower = name.to_lowercase();
        let is_xml = [".xml", ".rels", ".vml"].iter().any(|ending| lower.ends_with(ending));
        if is_xml && declares_document_type(&content) {
            return Err(of_the_file(Code::DocumentTypeRefused, &[&name]));
        }
        if !is_xml {
            continue;
        }
        writer.start_file(name, options).map_err(|error| damaged(&error))?;
        writer.write_all(&content).map_err(|error| damaged(&error))?;
    }
    Ok(writer.finish().map_err(|error| damaged(&error))?.into_inner())
}

/// A part in UTF-16 counts as well, because it could hide one; spreadsheets write UTF-8.
fn declares_document_type(content: &[u8]) -> bool {
    content.starts_with(&[0xFE, 0xFF])
        || content.starts_with(&[0xFF, 0xFE])
        || content.iter().take(4).any(|byte| *byte == 0)
        || contains(content, b"<!doctype")
        || contains(content, b"<!entity")
}

/// Does `content` hold `lower`, whatever the case?
fn contains(content: &[u8], lower: &[u8]) -> bool {
    content.windows(lower.len()).any(|window| window.eq_ignore_ascii_case(lower))
}
