//! A Blob service on this computer, as small as it can be: blobs and blocks in memory, checksums
//! and conditions held to, and whatever a test wants to go wrong.

mod shelves;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use hyper::{HeaderMap, Method};
use hyper_util::rt::TokioIo;
use md5::{Digest, Md5};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What happens to a request.
#[derive(Debug, Clone)]
pub enum Meet {
    Serve,
    /// Not served, and this is said instead.
    Say(u16, &'static str),
    /// The same, with so many seconds to wait.
    SayLater(u16, &'static str, u64),
    /// Served, and the connection ends before the answer.
    ServeAndHangUp,
    /// Served, and never answered.
    ServeAndHold,
    /// The connection ends before anything is read.
    HangUp,
    /// Arrives with one bit turned over.
    FlipBit,
    /// Nothing is read and nothing said.
    Hold,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: Method,
    /// Decoded; empty for the container.
    pub blob: String,
    /// `block`, `blocklist`, `list` or nothing.
    pub comp: String,
    pub query: BTreeMap<String, String>,
    pub headers: HeaderMap,
}

impl Call {
    pub fn puts_block(&self) -> bool {
        self.method == Method::PUT && self.comp == "block"
    }

    pub fn commits(&self) -> bool {
        self.method == Method::PUT && self.comp == "blocklist"
    }

    pub fn puts_blob(&self) -> bool {
        self.method == Method::PUT && self.comp.is_empty()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub bytes: Bytes,
    pub etag: String,
    pub md5: Option<[u8; 16]>,
    pub blocks: Vec<(String, usize)>,
}

type Script = Box<dyn FnMut(&Call) -> Meet + Send>;

pub struct Depot {
    pub port: u16,
    shelves: Arc<Shelves>,
    serving: JoinHandle<()>,
}

/// Blocks by container and name.
type Waiting = BTreeMap<(String, String), Vec<(String, Bytes)>>;

struct Shelves {
    /// By container and name.
    blobs: Mutex<BTreeMap<(String, String), Stored>>,
    waiting: Mutex<Waiting>,
    calls: watch::Sender<Vec<Call>>,
    script: Mutex<Script>,
    etags: Mutex<u32>,
    knows_crc64: Mutex<bool>,
}

impl Depot {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        Self::on(listener)
    }

    pub fn on(listener: TcpListener) -> Self {
        let port = listener.local_addr().expect("an address").port();
        let shelves = Arc::new(Shelves {
            blobs: Mutex::default(),
            waiting: Mutex::default(),
            calls: watch::Sender::new(Vec::new()),
            script: Mutex::new(Box::new(|_| Meet::Serve)),
            etags: Mutex::new(0),
            knows_crc64: Mutex::new(true),
        });
        let shared = shelves.clone();
        let serving = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((tcp, _)) = listener.accept().await {
                let shelves = shared.clone();
                connections.spawn(async move {
                    let service = hyper::service::service_fn(move |request| {
                        let shelves = shelves.clone();
                        async move { shelves.answer(request).await }
                    });
                    let http = hyper::server::conn::http1::Builder::new();
                    // A connection that ends is what some tests are about.
                    let _ = http.serve_connection(TokioIo::new(tcp), service).await;
                });
                while connections.try_join_next().is_some() {}
            }
        });
        Self {
            port,
            shelves,
            serving,
        }
    }

    /// What happens to every request from now on.
    pub fn script(&self, script: impl FnMut(&Call) -> Meet + Send + 'static) {
        *lock(&self.shelves.script) = Box::new(script);
    }

    pub fn without_crc64(&self) {
        *lock(&self.shelves.knows_crc64) = false;
    }

    pub fn calls(&self) -> Vec<Call> {
        self.shelves.calls.borrow().clone()
    }

    pub fn count(&self, which: impl Fn(&Call) -> bool) -> usize {
        self.shelves
            .calls
            .borrow()
            .iter()
            .filter(|call| which(call))
            .count()
    }

    /// Waits until the requests so far are as wanted.
    pub async fn until(&self, wanted: impl Fn(&[Call]) -> bool) {
        let mut calls = self.shelves.calls.subscribe();
        let seen = calls.wait_for(|calls| wanted(calls));
        let seen = tokio::time::timeout(crate::scripted::LIMIT, seen).await;
        seen.expect("it happens in time")
            .expect("the server is there");
    }

    pub fn blob(&self, container: &str, name: &str) -> Option<Stored> {
        let blobs = lock(&self.shelves.blobs);
        blobs.get(&(container.to_owned(), name.to_owned())).cloned()
    }

    pub fn names(&self, container: &str) -> Vec<String> {
        let blobs = lock(&self.shelves.blobs);
        let names = blobs.keys().filter(|(this, _)| this == container);
        names.map(|(_, name)| name.clone()).collect()
    }

    pub fn put(&self, container: &str, name: &str, bytes: &[u8]) -> String {
        let etag = self.shelves.next_etag();
        let stored = Stored {
            bytes: Bytes::copy_from_slice(bytes),
            etag: etag.clone(),
            md5: Some(Md5::digest(bytes).into()),
            blocks: Vec::new(),
        };
        lock(&self.shelves.blobs).insert((container.to_owned(), name.to_owned()), stored);
        etag
    }

    /// Blocks under a name that no blob is made of yet.
    pub fn waiting(&self, container: &str, name: &str) -> Vec<(String, usize)> {
        let waiting = lock(&self.shelves.waiting);
        let blocks = waiting.get(&(container.to_owned(), name.to_owned()));
        blocks
            .into_iter()
            .flatten()
            .map(|(id, bytes)| (id.clone(), bytes.len()))
            .collect()
    }

    pub fn leave_block(&self, container: &str, name: &str, id: &str, bytes: &[u8]) {
        let mut waiting = lock(&self.shelves.waiting);
        let blocks = waiting
            .entry((container.to_owned(), name.to_owned()))
            .or_default();
        blocks.push((id.to_owned(), Bytes::copy_from_slice(bytes)));
    }

    /// As the service does after a week.
    pub fn drop_blocks(&self) {
        lock(&self.shelves.waiting).clear();
    }

    /// A link to a container here, with these rights.
    pub fn link(&self, container: &str, rights: &str) -> String {
        self.link_signed(container, rights, 7)
    }

    pub fn link_signed(&self, container: &str, rights: &str, key: u8) -> String {
        let sig = BASE64_STANDARD
            .encode([key; 32])
            .replace('+', "%2B")
            .replace('/', "%2F");
        format!(
            "http://127.0.0.1:{}/account/{container}?sv=2024-11-04&se=2099-01-01T00:00:00Z&sr=c&sp={rights}&sig={sig}",
            self.port
        )
    }
}

impl Drop for Depot {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
