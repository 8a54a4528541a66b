//! What came in: kept for tests to count and for people to look at.

use crate::blob::BlobCall;
use axum::http::{Request, header};
use serde::Serialize;
use slipway_engine::units::Moment;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Requests remembered; the oldest are forgotten first.
const KEPT: usize = 20_000;

/// A request as it was seen. Headers are not kept: they carry tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenRequest {
    /// From 1 on, in order of arrival.
    pub number: u64,
    pub at: Moment,
    /// `portal`, `storage`, `insights`, or the environment whose site was asked.
    pub place: String,
    pub method: String,
    /// Without the query.
    pub path: String,
    /// Whether it brought credentials (`Authorization`); which ones is not kept.
    pub with_credentials: bool,
    /// The answer's status; none if there was no answer.
    pub status: Option<u16>,
    /// Bytes of the body that were read.
    pub received: u64,
    pub ended: Ended,
    /// The fault it met, by its kind.
    pub fault: Option<String>,
    /// What it was about, if it came to the storage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blob: Option<BlobCall>,
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    NotYet,
    Answered,
    /// The practice world cut the connection.
    Reset,
    /// The client left before the answer.
    ClientLeft,
}

/// The log behind [`SeenRequest`]s.
#[derive(Default)]
pub(crate) struct SeenLog {
    entries: Mutex<VecDeque<Arc<Seen>>>,
    count: AtomicU64,
    /// Requests whose handler has not ended.
    in_flight: Arc<AtomicUsize>,
}

impl SeenLog {
    /// `blob` tells what a request to the storage is about.
    pub fn arrived<B>(
        &self,
        at: Moment,
        place: &str,
        request: &Request<B>,
        blob: Option<BlobCall>,
    ) -> Arc<Seen> {
        self.in_flight.fetch_add(1, Ordering::SeqCst);
        let seen = Arc::new(Seen {
            in_flight: self.in_flight.clone(),
            number: self.count.fetch_add(1, Ordering::Relaxed) + 1,
            at,
            place: place.to_owned(),
            method: request.method().as_str().to_owned(),
            path: request.uri().path().to_owned(),
            with_credentials: request.headers().contains_key(header::AUTHORIZATION),
            received: AtomicU64::new(0),
            end: Mutex::new(End {
                status: None,
                ended: Ended::NotYet,
                fault: None,
                refused: None,
            }),
            blob,
        });
        let mut entries = lock(&self.entries);
        if entries.len() == KEPT {
            entries.pop_front();
        }
        entries.push_back(seen.clone());
        seen
    }

    pub fn requests(&self) -> Vec<SeenRequest> {
        lock(&self.entries)
            .iter()
            .map(|seen| seen.report())
            .collect()
    }

    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    pub fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::SeqCst)
    }

    pub fn clear(&self) {
        lock(&self.entries).clear();
    }
}

/// A request under way.
pub(crate) struct Seen {
    in_flight: Arc<AtomicUsize>,
    number: u64,
    at: Moment,
    place: String,
    method: String,
    path: String,
    with_credentials: bool,
    received: AtomicU64,
    end: Mutex<End>,
    blob: Option<BlobCall>,
}

struct End {
    status: Option<u16>,
    ended: Ended,
    fault: Option<&'static str>,
    refused: Option<String>,
}

impl Seen {
    pub fn number(&self) -> u64 {
        self.number
    }

    pub fn take(&self, bytes: u64) {
        self.received.fetch_add(bytes, Ordering::Relaxed);
    }

    pub fn met(&self, fault: &'static str) {
        lock(&self.end).fault = Some(fault);
    }

    pub fn was_answered(&self, status: u16) {
        let mut end = lock(&self.end);
        end.status = Some(status);
        end.ended = Ended::Answered;
    }

    /// The storage's word for why it did not do it.
    pub fn was_refused(&self, code: &str) {
        lock(&self.end).refused = Some(code.to_owned());
    }

    pub fn was_reset(&self) {
        lock(&self.end).ended = Ended::Reset;
    }

    /// Its handler is gone: if nothing else ended it, the client did.
    pub fn is_over(&self) {
        let mut end = lock(&self.end);
        if end.ended == Ended::NotYet {
            end.ended = Ended::ClientLeft;
        }
        drop(end);
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
    }

    fn report(&self) -> SeenRequest {
        let end = lock(&self.end);
        SeenRequest {
            number: self.number,
            at: self.at,
            place: self.place.clone(),
            method: self.method.clone(),
            path: self.path.clone(),
            with_credentials: self.with_credentials,
            status: end.status,
            received: self.received.load(Ordering::Relaxed),
            ended: end.ended,
            fault: end.fault.map(str::to_owned),
            blob: self.blob.clone().map(|call| BlobCall {
                refused: end.refused.clone(),
                ..call
            }),
        }
    }
}

/// A lock whose holder panicked still guards plain data.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
