//! A server that plays one script per connection, byte by byte, and notes what came in.

pub mod taken;
pub mod tls;

use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// No condition a test waits for takes longer on a machine that works.
pub const LIMIT: Duration = Duration::from_secs(60);

/// A client as Slipway makes it. One for all tests: reading the system's authorities takes a while.
pub fn client() -> reqwest::Client {
    static CLIENT: LazyLock<reqwest::Client> =
        LazyLock::new(|| slipway_engine::portal::client(None).expect("a client"));
    CLIENT.clone()
}

/// What a server does next with a connection.
#[derive(Clone)]
pub enum Step {
    /// Reads the head of a request.
    Head,
    /// Reads this many more bytes of its body.
    Body(u64),
    /// Reads its body to the announced end.
    WholeBody,
    Say(Vec<u8>),
    /// Encrypts everything from here on.
    Tls(TlsAcceptor),
    /// Goes on when the test says so.
    Await(Arc<Notify>),
    /// Reads whatever comes until the other side ends.
    Drain,
    /// Says that nothing more comes, and reads until the other side ends.
    Finish,
    /// Neither reads nor closes.
    Hold,
    /// Closes, with whatever has not been read: the other side is reset if there was something.
    Close,
    /// Resets the connection.
    Reset,
}

/// One connection as the server saw it.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub head: String,
    pub body_bytes: u64,
    /// The first bytes of the body, at most [`KEPT`].
    pub body: Vec<u8>,
    /// Neither side uses it any more.
    pub over: bool,
}

const KEPT: usize = 8 * 1024 * 1024;

impl Seen {
    /// A header's value; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(this, _)| this.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value.trim())
    }

    pub fn length(&self) -> u64 {
        self.header("content-length").parse().unwrap_or(0)
    }
}

pub struct Scripted {
    pub port: u16,
    seen: Arc<watch::Sender<Vec<Seen>>>,
    serving: JoinHandle<()>,
}

impl Scripted {
    /// Plays `scripts[n]` on connection `n`; a connection too many is noted and closed.
    pub async fn start(scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        // Small, so that a server that does not read stops its client soon.
        socket2::SockRef::from(&listener)
            .set_recv_buffer_size(64 * 1024)
            .expect("the socket can be set");
        let seen = Arc::new(watch::Sender::new(Vec::new()));
        let notes = seen.clone();
        let serving = tokio::spawn(async move {
            let mut scripts = scripts.into_iter();
            while let Ok((tcp, _)) = listener.accept().await {
                let number = notes.borrow().len();
                notes.send_modify(|seen| seen.push(Seen::default()));
                let script = scripts.next().unwrap_or_else(|| vec![Step::Close]);
                tokio::spawn(play(
                    tcp,
                    script,
                    Notes {
                        all: notes.clone(),
                        number,
                    },
                ));
            }
        });
        Self {
            port,
            seen,
            serving,
        }
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// For scripts that begin with [`Step::Tls`].
    pub fn secure_origin(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// A script that goes on with `after` once the test says so.
    pub fn paused(before: Vec<Step>, after: Vec<Step>) -> (Arc<Notify>, Vec<Step>) {
        let signal = Arc::new(Notify::new());
        let pause = vec![Step::Await(signal.clone())];
        (signal, [before, pause, after].concat())
    }

    pub fn connections(&self) -> usize {
        self.seen.borrow().len()
    }

    pub fn seen(&self, number: usize) -> Seen {
        self.seen.borrow()[number].clone()
    }

    /// Waits until a connection looks as wanted.
    pub async fn until(&self, number: usize, wanted: impl Fn(&Seen) -> bool) -> Seen {
        let mut seen = self.seen.subscribe();
        let found = seen.wait_for(|all| all.get(number).is_some_and(&wanted));
        let found = tokio::time::timeout(LIMIT, found)
            .await
            .expect("it happens in time");
        found.expect("the server is there")[number].clone()
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// An answer with a body, after which the server closes.
pub fn answer(status: u16, headers: &str, body: &str) -> Step {
    say(&format!(
        "HTTP/1.1 {status} Whatever\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    ))
}

pub fn say(text: &str) -> Step {
    Step::Say(text.as_bytes().to_vec())
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

struct Notes {
    all: Arc<watch::Sender<Vec<Seen>>>,
    number: usize,
}

impl Notes {
    fn note(&self, change: impl FnOnce(&mut Seen)) {
        self.all.send_modify(|all| change(&mut all[self.number]));
    }
}

async fn play(tcp: TcpStream, script: Vec<Step>, notes: Notes) {
    let resets = script.iter().any(|step| matches!(step, Step::Reset));
    if resets {
        // Set beforehand, while the socket can still be reached through TLS.
        socket2::SockRef::from(&tcp)
            .set_linger(Some(Duration::ZERO))
            .expect("the socket can be set");
    }
    let mut stream: Box<dyn Stream> = Box::new(tcp);
    for step in script {
        if take(&mut stream, step, &notes).await.is_none() {
            break;
        }
    }
    drop(stream);
    notes.note(|seen| seen.over = true);
}

/// None once the connection has ended.
async fn take(stream: &mut Box<dyn Stream>, step: Step, notes: &Notes) -> Option<()> {
    match step {
        Step::Head => head(stream, notes).await,
        Step::Body(length) => body(stream, length, notes).await,
        Step::WholeBody => {
            let left = {
                let seen = &notes.all.borrow()[notes.number];
                seen.length() - seen.body_bytes
            };
            body(stream, left, notes).await
        }
        Step::Say(text) => {
            stream.write_all(&text).await.ok()?;
            stream.flush().await.ok()
        }
        Step::Tls(acceptor) => {
            let plain = std::mem::replace(stream, Box::new(tokio::io::empty()));
            *stream = Box::new(acceptor.accept(plain).await.ok()?);
            Some(())
        }
        Step::Await(signal) => {
            signal.notified().await;
            Some(())
        }
        Step::Drain => body(stream, u64::MAX, notes).await,
        Step::Finish => {
            stream.shutdown().await.ok()?;
            body(stream, u64::MAX, notes).await
        }
        Step::Hold => std::future::pending().await,
        Step::Close | Step::Reset => None,
    }
}

async fn head(stream: &mut Box<dyn Stream>, notes: &Notes) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    notes.note(|seen| seen.head = String::from_utf8_lossy(&head).into_owned());
    Some(())
}

async fn body(stream: &mut Box<dyn Stream>, mut left: u64, notes: &Notes) -> Option<()> {
    let mut buffer = vec![0; 64 * 1024];
    while left > 0 {
        let most = buffer
            .len()
            .min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = stream.read(&mut buffer[..most]).await.ok()?;
        if read == 0 {
            return None;
        }
        left -= read as u64;
        notes.note(|seen| {
            seen.body_bytes += read as u64;
            let kept = read.min(KEPT - seen.body.len());
            seen.body.extend_from_slice(&buffer[..kept]);
        });
    }
    Some(())
}
