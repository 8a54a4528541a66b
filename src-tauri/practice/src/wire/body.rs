use super::Line;
use crate::seen::Seen;
use axum::body::Body;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use slipway_engine::clock::Clock;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// What goes wrong while a body comes in.
pub(crate) enum BodyFault {
    None,
    /// The connection is reset once so many bytes were read, or at the body's end if it is shorter.
    ResetAfter {
        left: u64,
        line: Line,
    },
    /// A bit of the byte this far on is turned.
    Flip {
        until: u64,
        bit: u8,
    },
    Slow {
        bytes_per_second: u64,
        clock: Arc<dyn Clock>,
    },
}

/// A request's body that is counted as it is read, with a fault if one was ordered.
pub(crate) struct WatchedBody {
    inner: Body,
    seen: Arc<Seen>,
    fault: BodyFault,
    /// Slow reading: what was taken from the connection and not handed on yet.
    held: Bytes,
    pause: Option<BoxFuture<'static, ()>>,
}

impl WatchedBody {
    pub fn new(inner: Body, seen: Arc<Seen>, fault: BodyFault) -> Self {
        Self {
            inner,
            seen,
            fault,
            held: Bytes::new(),
            pause: None,
        }
    }

    /// Takes a piece small enough to last a twentieth of a second, and the pause that follows it.
    fn take_slowly(&mut self) -> Bytes {
        let BodyFault::Slow {
            bytes_per_second,
            clock,
        } = &self.fault
        else {
            return std::mem::take(&mut self.held);
        };
        let rate = (*bytes_per_second).max(1);
        let piece = (rate / 20).clamp(1, self.held.len() as u64) as usize;
        let pause = Duration::from_secs_f64(piece as f64 / rate as f64);
        self.pause = Some(clock.wait(pause));
        self.held.split_to(piece)
    }

    /// The same bytes, but for the bit that is to be turned if it is among them.
    fn turned(&mut self, data: Bytes) -> Bytes {
        let BodyFault::Flip { until, bit } = &mut self.fault else {
            return data;
        };
        let at = usize::try_from(*until).unwrap_or(usize::MAX);
        if at >= data.len() {
            *until -= data.len() as u64;
            return data;
        }
        let mut turned = data.to_vec();
        turned[at] ^= 1 << (*bit & 7);
        self.fault = BodyFault::None;
        turned.into()
    }

    fn next_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, axum::Error>>> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(cx));
            self.pause = None;
        }
        while self.held.is_empty() {
            match ready!(Pin::new(&mut self.inner).poll_frame(cx)) {
                Some(Ok(frame)) => self.held = frame.into_data().unwrap_or_default(),
                Some(Err(fault)) => return Poll::Ready(Some(Err(fault))),
                None => return Poll::Ready(None),
            }
        }
        Poll::Ready(Some(Ok(self.take_slowly())))
    }
}

impl HttpBody for WatchedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let data = ready!(self.next_data(cx)).transpose()?;
        let length = data.as_ref().map_or(0, |data| data.len() as u64);
        if let BodyFault::ResetAfter { left, line } = &mut self.fault {
            let taken = length.min(*left);
            *left -= taken;
            if *left == 0 || data.is_none() {
                line.cut();
                self.seen.take(taken);
                self.seen.was_reset();
                // The connection drops this reader together with itself.
                return Poll::Pending;
            }
        }
        self.seen.take(length);
        Poll::Ready(data.map(|data| Ok(Frame::data(self.turned(data)))))
    }

    fn is_end_stream(&self) -> bool {
        // A cut at the body's end happens on the poll that finds the end.
        matches!(self.fault, BodyFault::None) && self.held.is_empty() && self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        match self.fault {
            BodyFault::None => self.inner.size_hint(),
            _ => SizeHint::default(),
        }
    }
}
