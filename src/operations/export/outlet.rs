//! Where the bytes of a file go, chunk by chunk: to a reader who takes them, or to disk.

use std::{
    fs::File,
    io::Write,
    mem,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use tokio::sync::mpsc::Sender;

use super::ExportFailure;
use crate::export::manifest::{FileEntry, Fingerprint};

/// Bytes of a chunk, give or take a line.
const CHUNK: usize = 128 * 1024;

/// Takes the chunks of one file. It may block.
pub(super) trait Sink: Send + 'static {
    /// Takes a chunk and leaves an empty buffer.
    fn take(&mut self, chunk: &mut Vec<u8>) -> Result<(), ExportFailure>;
}

/// One file being made.
pub(super) struct Outlet<S> {
    /// What was not yet taken. Writers append lines.
    pub(super) buffer: Vec<u8>,
    /// Rows below the headers.
    pub(super) rows: u64,
    sink: S,
}

/// A reader elsewhere, who may be slow or gone.
pub(super) struct Channel(Sender<Result<Bytes, ExportFailure>>);

/// A file on disk.
pub(super) struct Disk {
    path: PathBuf,
    file: File,
    fingerprint: Fingerprint,
}

impl<S: Sink> Outlet<S> {
    pub(super) fn new(sink: S) -> Self {
        Self { buffer: Vec::with_capacity(CHUNK + CHUNK / 4), rows: 0, sink }
    }

    /// Hands on a chunk where there is enough for one.
    pub(super) fn flow(&mut self) -> Result<(), ExportFailure> {
        if self.buffer.len() < CHUNK { Ok(()) } else { self.sink.take(&mut self.buffer) }
    }

    /// Hands on the rest; gives the sink and the number of rows.
    pub(super) fn end(mut self) -> Result<(S, u64), ExportFailure> {
        if !self.buffer.is_empty() {
            self.sink.take(&mut self.buffer)?;
        }
        Ok((self.sink, self.rows))
    }
}

impl Channel {
    pub(super) fn new(to: Sender<Result<Bytes, ExportFailure>>) -> Self {
        Self(to)
    }
}

impl Sink for Channel {
    fn take(&mut self, chunk: &mut Vec<u8>) -> Result<(), ExportFailure> {
        let next = Vec::with_capacity(chunk.capacity());
        let chunk = mem::replace(chunk, next);
        self.0.blocking_send(Ok(Bytes::from(chunk))).map_err(|_| ExportFailure::Abandoned)
    }
}

impl Disk {
    /// A new file.
    pub(super) fn create(path: &Path) -> Result<Self, ExportFailure> {
        let file = File::create(path).map_err(|source| ExportFailure::File { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), file, fingerprint: Fingerprint::default() })
    }

    /// Brings the file to the disk itself; gives its entry for the manifest.
    pub(super) fn finish(self, name: &str, rows: Option<u64>) -> Result<FileEntry, ExportFailure> {
        let Self { path, file, fingerprint } = self;
        file.sync_all().map_err(|source| ExportFailure::File { path, source })?;
        Ok(fingerprint.finish(name, rows))
    }
}

impl Sink for Disk {
    fn take(&mut self, chunk: &mut Vec<u8>) -> Result<(), ExportFailure> {
        let written = self.file.write_all(chunk);
        written.map_err(|source| ExportFailure::File { path: self.path.clone(), source })?;
        self.fingerprint.update(chunk);
        chunk.clear();
        Ok(())
    }
}
