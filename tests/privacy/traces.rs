//! Looking for words in every column of every table and in every file below a folder.

use std::{collections::BTreeMap, fs, path::Path};

use tokio_postgres::Client;

/// What was looked through, and where something was found.
#[derive(Debug, Default)]
pub struct Search {
    pub tables: usize,
    pub columns: usize,
    pub files: usize,
    pub bytes: u64,
    /// By place, how many rows or files.
    pub found: BTreeMap<String, i64>,
}

impl Search {
    /// Every column of every table, also bytes, decoded as far as they are text.
    pub async fn database(&mut self, client: &Client, words: &[&str]) {
        let columns = client
            .query(
                "SELECT relname::text, attname::text, atttypid = 'bytea'::regtype FROM pg_class
                 JOIN pg_attribute ON attrelid = pg_class.oid
                 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0
                     AND NOT attisdropped ORDER BY 1, 2",
                &[],
            )
            .await
            .unwrap();
        let mut tables: Vec<String> = columns.iter().map(|row| row.get(0)).collect();
        tables.dedup();
        self.tables += tables.len();
        for row in columns {
            let (table, column, is_bytes): (String, String, bool) = (row.get(0), row.get(1), row.get(2));
            let text = if is_bytes {
                format!("replace(encode(\"{column}\", 'escape'), '\\000', '')")
            } else {
                format!("\"{column}\"::text")
            };
            self.columns += 1;
            let size = format!("SELECT coalesce(sum(length({text})), 0)::bigint FROM \"{table}\"");
            self.bytes += u64::try_from(client.query_one(&size, &[]).await.unwrap().get::<_, i64>(0)).unwrap();
            for word in words {
                let query = format!("SELECT count(*) FROM \"{table}\" WHERE position($1 IN lower({text})) > 0");
                let count: i64 = client.query_one(&query, &[&word.to_lowercase()]).await.unwrap().get(0);
                if count > 0 {
                    *self.found.entry(format!("{table}.{column}")).or_default() += count;
                }
            }
        }
    }

    /// Every file below a folder.
    pub fn folder(&mut self, folder: &Path, words: &[&str]) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                self.folder(&entry, words);
                continue;
            }
            let bytes = fs::read(&entry).unwrap();
            self.files += 1;
            self.text(&format!("files of {}", folder.file_name().unwrap().to_string_lossy()), &bytes, words);
        }
    }

    /// A file or a log. Quoted-printable and folded lines are read as they are meant.
    pub fn text(&mut self, place: &str, bytes: &[u8], words: &[&str]) {
        self.bytes += bytes.len() as u64;
        let text = String::from_utf8_lossy(bytes).replace("=\r\n", "").replace("=40", "@").to_lowercase();
        for _ in words.iter().filter(|word| text.contains(&word.to_lowercase())) {
            *self.found.entry(place.to_owned()).or_default() += 1;
        }
    }
}
