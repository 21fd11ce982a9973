//! Everything that is logged while this binary runs: as the program logs it at its finest, and as libraries would.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, OnceLock},
};

use periplus::config::may_be_logged;
use tracing_subscriber::{Layer, filter::filter_fn, fmt::MakeWriter, layer::SubscriberExt, util::SubscriberInitExt};

/// A growing text.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Vec<u8>>>);

/// What the program logs, and what it would without holding libraries back.
pub struct Logs {
    pub own: Kept,
    pub unheld: Kept,
}

impl Kept {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Begins to listen, once, at the finest level there is.
pub fn listen() -> &'static Logs {
    static LOGS: OnceLock<Logs> = OnceLock::new();
    LOGS.get_or_init(|| {
        let logs = Logs { own: Kept::default(), unheld: Kept::default() };
        // The client of these tests runs in the same process, and is no part of the program.
        let server = filter_fn(|about| !["reqwest", "hyper"].iter().any(|name| about.target().starts_with(name)));
        tracing_subscriber::registry()
            .with(
                tracing_subscriber::fmt::layer()
                    .with_ansi(false)
                    .with_writer(logs.own.clone())
                    .with_filter(filter_fn(may_be_logged)),
            )
            .with(
                tracing_subscriber::fmt::layer().with_ansi(false).with_writer(logs.unheld.clone()).with_filter(server),
            )
            .init();
        logs
    })
}
