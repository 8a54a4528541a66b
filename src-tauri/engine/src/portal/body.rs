//! The body of an upload: streamed from disk, with its last part held back until the sender lets
//! it go.

use super::reader::{PackageReader, Part, Stop};
use super::upload::Expected;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::fs::File;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use tokio::sync::oneshot;
use tokio_util::sync::{CancellationToken, DropGuard};

/// What is held back at the end: written at one go, so that an answer that comes at that moment is
/// not lost behind a connection that breaks in the middle of it.
const TAIL: usize = 64 * 1024;
/// A package on its way into a connection.
pub(super) struct PackageBody {
    reader: PackageReader,
    /// To be handed over next.
    current: Bytes,
    /// Bytes not handed over yet.
    left: u64,
    stage: Stage,
    head_out: Option<oneshot::Sender<()>>,
    at_the_end: Option<oneshot::Sender<Result<(), Stop>>>,
    let_go: oneshot::Receiver<()>,
    sent: Arc<AtomicU64>,
    hushed: Arc<AtomicBool>,
    given_up: Waiting,
    turn: Option<Waiting>,
}

type Waiting = Pin<Box<dyn Future<Output = ()> + Send + Sync>>;

enum Stage {
    /// Nothing flows until the sender says so.
    NotStarted(oneshot::Receiver<()>),
    Flowing,
    /// Everything has been read, and this part of it waits to be let go.
    Held(Bytes),
}

/// What the sender keeps in hand. Dropping it ends the connection wherever it is, and keeps what is
/// not sent by then back for good.
pub(super) struct Reins {
    let_go: Option<oneshot::Sender<()>>,
    sent: Arc<AtomicU64>,
    hushed: Arc<AtomicBool>,
    _given_up: DropGuard,
}

/// The way of a package up to its last part.
pub(super) struct Lead {
    head_out: oneshot::Receiver<()>,
    start: Option<oneshot::Sender<()>>,
    at_the_end: oneshot::Receiver<Result<(), Stop>>,
}

impl Lead {
    /// Resolves when the connection stands and asks for the package.
    pub(super) async fn head_is_out(&mut self) {
        if (&mut self.head_out).await.is_err() {
            no_more_body::<()>().await;
        }
    }

    /// Lets everything but the last part flow.
    pub(super) fn start(&mut self) {
        if let Some(start) = self.start.take() {
            // The connection may be gone already.
            let _ = start.send(());
        }
    }

    /// Resolves when only the last part is left, or says why there will be none.
    pub(super) async fn at_the_end(&mut self) -> Result<(), Stop> {
        match (&mut self.at_the_end).await {
            Ok(end) => end,
            Err(_) => no_more_body().await,
        }
    }
}

/// The connection let go of the body; its answer says why.
async fn no_more_body<T>() -> T {
    std::future::pending().await
}

impl Reins {
    /// Lets the last part go. From now on the Portal may have the whole package.
    pub(super) fn let_go(&mut self) {
        if let Some(let_go) = self.let_go.take() {
            let _ = let_go.send(());
        }
    }

    /// Nothing more flows, while the connection stays to be listened to.
    pub(super) fn hush(&self) {
        self.hushed.store(true, Ordering::Relaxed);
    }

    /// Bytes handed to the connection so far.
    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }
}

/// The body of `file` and the reins of it. Whoever polls the body waits for the disk: it wants a
/// thread of its own.
pub(super) fn package_body(file: File, expected: &Expected) -> (PackageBody, Reins, Lead) {
    let (asked, head_out) = oneshot::channel();
    let (start, started) = oneshot::channel();
    let (reached, at_the_end) = oneshot::channel();
    let (let_go, gone) = oneshot::channel();
    let sent = Arc::new(AtomicU64::new(0));
    let hushed = Arc::new(AtomicBool::new(false));
    let given_up = CancellationToken::new();
    let body = PackageBody {
        reader: PackageReader::new(file, expected),
        current: Bytes::new(),
        left: expected.stamp.size,
        stage: Stage::NotStarted(started),
        head_out: Some(asked),
        at_the_end: Some(reached),
        let_go: gone,
        sent: sent.clone(),
        hushed: hushed.clone(),
        given_up: Box::pin(given_up.clone().cancelled_owned()),
        turn: None,
    };
    (
        body,
        Reins {
            let_go: Some(let_go),
            sent,
            hushed,
            _given_up: given_up.drop_guard(),
        },
        Lead {
            head_out,
            start: Some(start),
            at_the_end,
        },
    )
}

/// The connection must end here: the sender has its own account of why.
#[derive(Debug, thiserror::Error)]
#[error("the package is not sent to its end")]
pub(super) struct HeldBack;

impl Body for PackageBody {
    type Data = Bytes;
    type Error = HeldBack;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HeldBack>>> {
        let this = &mut *self;
        if let Some(head_out) = this.head_out.take() {
            // Nobody listens any more when the upload was given up.
            let _ = head_out.send(());
        }
        if this.given_up.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Some(Err(HeldBack)));
        }
        loop {
            if this.hushed.load(Ordering::Relaxed) {
                return Poll::Pending;
            }
            if let Some(turn) = &mut this.turn {
                ready!(turn.as_mut().poll(cx));
                this.turn = None;
            }
            if !this.current.is_empty() {
                return Poll::Ready(Some(Ok(this.next_frame())));
            }
            match &mut this.stage {
                Stage::NotStarted(started) => match ready!(Pin::new(started).poll(cx)) {
                    Ok(()) => this.stage = Stage::Flowing,
                    Err(_) => return Poll::Ready(Some(Err(HeldBack))),
                },
                Stage::Flowing if this.left == 0 => return Poll::Ready(None),
                Stage::Flowing => match this.reader.next() {
                    Ok(Some(Part::Between(bytes))) => this.current = bytes,
                    Ok(Some(Part::Last(mut bytes))) => {
                        let tail = bytes.split_off(bytes.len().saturating_sub(TAIL));
                        this.current = bytes;
                        this.stage = Stage::Held(tail);
                    }
                    Ok(None) => return Poll::Ready(Some(Err(HeldBack))),
                    Err(stop) => {
                        if let Some(at_the_end) = this.at_the_end.take() {
                            let _ = at_the_end.send(Err(stop));
                        }
                        return Poll::Ready(Some(Err(HeldBack)));
                    }
                },
                Stage::Held(tail) => {
                    if let Some(at_the_end) = this.at_the_end.take() {
                        // Nobody listens any more when the upload was given up.
                        let _ = at_the_end.send(Ok(()));
                    }
                    if ready!(Pin::new(&mut this.let_go).poll(cx)).is_err() {
                        return Poll::Ready(Some(Err(HeldBack)));
                    }
                    this.current = std::mem::take(tail);
                    this.stage = Stage::Flowing;
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

impl PackageBody {
    fn next_frame(&mut self) -> Frame<Bytes> {
        let frame = std::mem::take(&mut self.current);
        self.left -= frame.len() as u64;
        self.sent.fetch_add(frame.len() as u64, Ordering::Relaxed);
        // Between two frames the connection gets a chance to see an answer that came early. A
        // server that refuses and hangs up would otherwise be met while writing, and its answer
        // would be lost behind the broken connection.
        self.turn = Some(Box::pin(tokio::task::yield_now()));
        Frame::data(frame)
    }
}
