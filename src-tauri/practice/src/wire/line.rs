use socket2::SockRef;
use std::io;
use std::net::{IpAddr, Shutdown};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;

/// How long a closed connection still takes what its client keeps sending.
const LINGER: Duration = Duration::from_secs(5);
/// Receive buffer of a connection that is read slowly: small, or the system would take megabytes
/// on its own and the sender would not notice.
const NARROW: usize = 64 * 1024;

/// A handle on the connection a request came in on; every request carries it as an extension.
#[derive(Clone)]
pub(crate) struct Line {
    stream: Arc<TcpStream>,
    cut: Arc<Notify>,
}

impl Line {
    pub fn new(stream: TcpStream) -> Self {
        Self {
            stream: Arc::new(stream),
            cut: Arc::new(Notify::new()),
        }
    }

    /// Who is at the other end.
    pub fn peer(&self) -> Option<IpAddr> {
        self.stream.peer_addr().ok().map(|address| address.ip())
    }

    /// Has the connection end with a TCP reset; its handler is dropped at its next pause.
    pub fn cut(&self) {
        // Without zero linger the system would say goodbye politely, which is another event.
        if let Err(fault) = self.stream.set_zero_linger() {
            tracing::warn!(%fault, "a connection will be closed, not reset");
        }
        self.cut.notify_one();
    }

    /// Cuts the connection; the handler that waits for this never goes on.
    pub async fn reset(&self) -> std::convert::Infallible {
        self.cut();
        std::future::pending().await
    }

    /// Keeps the system from reading ahead.
    pub fn narrow(&self) {
        if let Err(fault) = SockRef::from(&*self.stream).set_recv_buffer_size(NARROW) {
            tracing::debug!(%fault, "the receive buffer stays as it is");
        }
    }

    pub(super) fn io(&self) -> LineIo {
        LineIo(self.stream.clone())
    }

    pub(super) async fn was_cut(&self) {
        self.cut.notified().await;
    }

    /// Reads on after the last answer, as real servers do: closing at once, with bytes of the
    /// client unread, makes the system reset the connection and the client lose the answer.
    pub(super) async fn linger(&self) {
        // A conversation that broke off has not said goodbye yet; one that ended has, and then
        // this changes nothing.
        let _ = SockRef::from(&*self.stream).shutdown(Shutdown::Write);
        let drain = async {
            let mut scrap = vec![0; 64 * 1024];
            while self.stream.readable().await.is_ok() {
                match self.stream.try_read(&mut scrap) {
                    Ok(0) => return,
                    Ok(_) => {}
                    Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => {}
                    Err(_) => return,
                }
            }
        };
        // Running out of time only means the client has to notice the reset.
        let _ = tokio::time::timeout(LINGER, drain).await;
    }
}

/// The byte stream of a line, shared with its handles.
pub(super) struct LineIo(Arc<TcpStream>);

impl AsyncRead for LineIo {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            ready!(self.0.poll_read_ready(cx))?;
            match self.0.try_read_buf(buf) {
                Ok(_) => return Poll::Ready(Ok(())),
                Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => {}
                Err(fault) => return Poll::Ready(Err(fault)),
            }
        }
    }
}

impl AsyncWrite for LineIo {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(cx, &[io::IoSlice::new(buf)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.0.poll_write_ready(cx))?;
            match self.0.try_write_vectored(bufs) {
                Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => {}
                written => return Poll::Ready(written),
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        match SockRef::from(&*self.0).shutdown(Shutdown::Write) {
            // The client was first.
            Err(fault) if fault.kind() == io::ErrorKind::NotConnected => Poll::Ready(Ok(())),
            done => Poll::Ready(done),
        }
    }
}
