//! The list of files in an export, with rows, bytes and SHA-256, by which a cut-off or changed file is known.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// What stands in `manifest.json`, written last: an export without it is not complete.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    #[serde(flatten)]
    pub origin: Origin,
    /// Sorted by name.
    pub files: Vec<FileEntry>,
}

/// Whose answers the files hold. Codebooks and participation are of everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// The round's code.
    pub round: String,
    /// The states of the responses.
    pub states: Vec<String>,
    /// The states of the regions' own answers: `signed`, `reopened`.
    pub regional_states: Vec<String>,
    /// The numbers of the questionnaire's versions.
    pub versions: Vec<i32>,
}

/// One file of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    pub name: String,
    /// Records below the headers; absent for what is not a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    pub bytes: u64,
    /// In lower-case hexadecimal.
    pub sha256: String,
}

/// Counts and hashes a file while it is written.
#[derive(Debug, Clone, Default)]
pub struct Fingerprint {
    bytes: u64,
    hash: Sha256,
}

/// What is wrong with a file.
#[derive(Debug, Error)]
pub enum Damage {
    #[error("the file cannot be read")]
    Unreadable(#[from] io::Error),
    #[error("{found} bytes where the manifest says {expected}")]
    Length { expected: u64, found: u64 },
    #[error("the content differs from what the manifest says")]
    Content,
}

impl Fingerprint {
    /// Takes the next bytes of the file.
    pub fn update(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }

    /// The entry of the finished file.
    #[must_use]
    pub fn finish(self, name: &str, rows: Option<u64>) -> FileEntry {
        let sha256 = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        FileEntry { name: name.to_owned(), rows, bytes: self.bytes, sha256 }
    }
}

impl FileEntry {
    /// Does the file hold what was written?
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, mut file: impl Read) -> Result<(), Damage> {
        let mut fingerprint = Fingerprint::default();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            fingerprint.update(buffer.get(..read).unwrap_or_default());
        }
        let found = fingerprint.finish(&self.name, self.rows);
        if found.bytes != self.bytes {
            return Err(Damage::Length { expected: self.bytes, found: found.bytes });
        }
        if found.sha256 == self.sha256 { Ok(()) } else { Err(Damage::Content) }
    }
}

impl Manifest {
    #[must_use]
    pub fn new(origin: Origin, mut files: Vec<FileEntry>) -> Self {
        files.sort_by(|one, other| one.name.cmp(&other.name));
        Self { origin, files }
    }

    /// `manifest.json`.
    ///
    /// # Errors
    /// None in practice: every value has a JSON form.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|json| json + "\n")
    }

    /// `SHA256SUMS`, as `sha256sum --check` reads it.
    #[must_use]
    pub fn sha256sums(&self) -> String {
        self.files.iter().map(|file| format!("{}  {}\n", file.sha256, file.name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, content: &str) -> FileEntry {
        let mut fingerprint = Fingerprint::default();
        content.as_bytes().chunks(2).for_each(|part| fingerprint.update(part));
        fingerprint.finish(name, Some(1))
    }

    #[test]
    fn the_manifest_lists_files_by_name() {
        let manifest = Manifest::new(
            Origin { round: "first".into(), ..Origin::default() },
            vec![entry("b.csv", "abc"), FileEntry { rows: None, ..entry("a.txt", "") }],
        );
        let json = manifest.to_json().unwrap();
        assert_eq!(serde_json::from_str::<Manifest>(&json).unwrap(), manifest);
        let sums = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.txt\n\
                    ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b.csv\n";
        assert_eq!(manifest.sha256sums(), sums);
    }

    #[test]
    fn a_cut_or_changed_file_is_known() {
        let written = entry("a.csv", "a\n1\n");
        assert!(written.check("a\n1\n".as_bytes()).is_ok());
        let cut = written.check("a\n1".as_bytes());
        assert!(matches!(cut, Err(Damage::Length { expected: 4, found: 3 })), "{cut:?}");
        let changed = written.check("a\n2\n".as_bytes());
        assert!(matches!(changed, Err(Damage::Content)), "{changed:?}");
    }
}
