//! The body of a request: pages in order, no faster than the limit allows, and watched.

use super::pages::Parts;
use crate::blob::transfer::SpeedLimit;
use crate::clock::Clock;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http_body::{Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// What all requests of a transfer did together.
#[derive(Default)]
pub(crate) struct Counts {
    /// Requests made.
    pub requests: AtomicU64,
    /// Bytes handed to connections.
    pub sent: AtomicU64,
    /// Those of requests that are not answered yet.
    pub moving: AtomicU64,
    /// Parts refused as damaged.
    pub damaged: AtomicU64,
    pub throttled: AtomicU64,
}

/// How far one request got.
pub(crate) struct Meter {
    counts: Arc<Counts>,
    /// Bytes handed over to the connection.
    handed: AtomicU64,
    /// When something last moved, in milliseconds of the clock's running time.
    moved_ms: AtomicU64,
}

impl Meter {
    pub(crate) fn new(counts: &Arc<Counts>) -> Arc<Self> {
        counts.requests.fetch_add(1, Ordering::Relaxed);
        Arc::new(Self {
            counts: counts.clone(),
            handed: AtomicU64::new(0),
            moved_ms: AtomicU64::new(0),
        })
    }

    /// Also whoever waits for the speed limit is not standing still.
    pub(crate) fn moved(&self, now: Duration) {
        self.moved_ms
            .store(now.as_millis() as u64, Ordering::Relaxed);
    }

    pub(crate) fn moved_at(&self) -> Duration {
        Duration::from_millis(self.moved_ms.load(Ordering::Relaxed))
    }

    fn hand_over(&self, bytes: u64) {
        self.handed.fetch_add(bytes, Ordering::Relaxed);
        self.counts.sent.fetch_add(bytes, Ordering::Relaxed);
        self.counts.moving.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        let handed = self.handed.load(Ordering::Relaxed);
        self.counts.moving.fetch_sub(handed, Ordering::Relaxed);
    }
}

/// Pages on their way into a connection.
pub(crate) struct Body {
    parts: Parts,
    next: usize,
    left: u64,
    meter: Arc<Meter>,
    limit: Arc<SpeedLimit>,
    clock: Arc<dyn Clock>,
    /// In a lock only because the connection asks for a body that may be shared.
    turn: Mutex<Option<BoxFuture<'static, ()>>>,
}

impl Body {
    pub(crate) fn new(
        parts: Parts,
        meter: Arc<Meter>,
        limit: Arc<SpeedLimit>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            left: parts.len(),
            parts,
            next: 0,
            meter,
            limit,
            clock,
            turn: Mutex::new(None),
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = self.get_mut();
        let Some(part) = this.parts.get(this.next) else {
            return Poll::Ready(None);
        };
        let turn = this.turn.get_mut().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(wait) = turn {
                std::task::ready!(wait.as_mut().poll(context));
                *turn = None;
            }
            let now = this.clock.elapsed();
            this.meter.moved(now);
            match this.limit.wait_for(part.len() as u64, now) {
                None => break,
                Some(wait) => *turn = Some(this.clock.wait(wait)),
            }
        }
        let part = part.clone();
        this.next += 1;
        this.left -= part.len() as u64;
        this.meter.hand_over(part.len() as u64);
        Poll::Ready(Some(Ok(Frame::data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
