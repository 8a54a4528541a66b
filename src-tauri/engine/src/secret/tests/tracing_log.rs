//! The log as the application writes it.

use crate::secret::{Redacting, Secret};
use std::io;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl io::Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("free").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn promise_25_events_spans_and_fields_of_tracing_are_redacted() {
    let memory = Memory::default();
    let sink = memory.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || Redacting::new(sink.clone()))
        .finish();
    let token = Secret::from("tR4cing-Token-of-a-span".to_owned());
    tracing::subscriber::with_default(subscriber, || {
        let span =
            tracing::info_span!("upload", url = format!("https://x/?sig={}", token.expose()));
        let _inside = span.enter();
        tracing::info!(said = token.expose(), held = ?token, "Bearer {}", token.expose());
        tracing::warn!("a second line");
    });
    let log = String::from_utf8(memory.0.lock().expect("free").clone()).expect("text");
    assert!(!log.to_lowercase().contains("cing-token"), "{log}");
    assert!(
        log.contains("Secret(***)") && log.contains("a second line"),
        "{log}"
    );
    assert_eq!(log.lines().count(), 2);
}
