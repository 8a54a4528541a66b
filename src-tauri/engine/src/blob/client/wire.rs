//! The way to the service: connections, the link in use, and one request at a time on them.

use super::answer::Answer;
use super::body::{Body, Meter};
use super::request::Ask;
use crate::blob::sas::SasLink;
use crate::blob::transfer::SpeedLimit;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::portal::fault_of;
use reqwest::Url;
use reqwest::header::CONTENT_LENGTH;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// No answer of the service is longer: 5,000 blobs of a listing with the longest names.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// Makes connections; called again when those in use went stale.
pub type Connect = Arc<dyn Fn() -> Result<reqwest::Client, Fault> + Send + Sync>;

/// Why no answer came.
#[derive(Debug)]
pub(crate) enum NoAnswer {
    /// Nothing moved for too long.
    Stalled,
    /// The connections were given up as stale.
    Renewed,
    Broken {
        fault: Fault,
        /// Whether there was a connection, so that the request may have arrived.
        connected: bool,
        /// Whether trying again may help.
        transient: bool,
    },
}

/// The service as a transfer reaches it.
pub(crate) struct Wire {
    connect: Connect,
    now_used: RwLock<Connections>,
    link: RwLock<Arc<SasLink>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limit: Arc<SpeedLimit>,
    /// No byte moved for this long ends a request (promise 12).
    stall: Duration,
}

#[derive(Clone)]
struct Connections {
    http: reqwest::Client,
    /// Cancelled when these are given up.
    over: CancellationToken,
}

impl Wire {
    pub(crate) fn new(
        connect: Connect,
        link: SasLink,
        clock: Arc<dyn Clock>,
        limit: Arc<SpeedLimit>,
        stall: Duration,
    ) -> Result<Self, Fault> {
        let http = connect()?;
        Ok(Self {
            connect,
            now_used: RwLock::new(Connections {
                http,
                over: CancellationToken::new(),
            }),
            link: RwLock::new(Arc::new(link)),
            clock,
            limit,
            stall,
        })
    }

    pub(crate) fn link(&self) -> Arc<SasLink> {
        let link = self.link.read().unwrap_or_else(PoisonError::into_inner);
        link.clone()
    }

    pub(crate) fn use_link(&self, link: SasLink) {
        *self.link.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(link);
    }

    /// Gives up all connections: after a sleep they are most likely dead, and nobody tells
    /// (promise 14). What is under way on them ends without an answer.
    pub(crate) fn renew(&self) {
        // The ones in use are better than none.
        let Ok(http) = (self.connect)() else { return };
        let mut now_used = self
            .now_used
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(
            &mut *now_used,
            Connections {
                http,
                over: CancellationToken::new(),
            },
        );
        drop(now_used);
        old.over.cancel();
    }

    fn connections(&self) -> Connections {
        let now_used = self.now_used.read().unwrap_or_else(PoisonError::into_inner);
        now_used.clone()
    }

    /// Sends a request once and hears its whole answer.
    pub(crate) async fn exchange(&self, ask: &Ask, meter: &Arc<Meter>) -> Result<Answer, NoAnswer> {
        let link = self.link();
        let connections = self.connections();
        meter.moved(self.clock.elapsed());
        let host = link.facts().host.clone();
        let mut talk = std::pin::pin!(self.talk(&connections.http, &link, ask, meter));
        loop {
            let idle = self.clock.elapsed().saturating_sub(meter.moved_at());
            let patience = self.stall.saturating_sub(idle);
            if patience.is_zero() {
                return Err(NoAnswer::Stalled);
            }
            tokio::select! {
                biased;
                answer = &mut talk => return answer.map_err(|error| {
                    let (fault, transient) = fault_of(&error, &host);
                    NoAnswer::Broken { fault: of_storage(fault), connected: !error.is_connect(), transient }
                }),
                () = connections.over.cancelled() => return Err(NoAnswer::Renewed),
                () = self.clock.wait(patience) => {}
            }
        }
    }

    async fn talk(
        &self,
        http: &reqwest::Client,
        link: &SasLink,
        ask: &Ask,
        meter: &Arc<Meter>,
    ) -> Result<Answer, reqwest::Error> {
        let path = super::path_of(&ask.blob).unwrap_or_default();
        let address = link.address(&path, &ask.query);
        let mut request = match Url::parse(&address) {
            Ok(url) => http.request(ask.method.clone(), url),
            // Reports what is wrong with it.
            Err(_) => http.request(ask.method.clone(), address.as_str()),
        };
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        if ask.method == reqwest::Method::PUT {
            request = request.header(CONTENT_LENGTH, ask.load.parts.len());
            let (limit, clock) = (self.limit.clone(), self.clock.clone());
            let body = Body::new(ask.load.parts.clone(), meter.clone(), limit, clock);
            request = request.body(reqwest::Body::wrap(body));
        }
        let mut response = request.send().await?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let mut body = bytes::BytesMut::new();
        while let Some(piece) = response.chunk().await? {
            meter.moved(self.clock.elapsed());
            // An answer that goes on and on is not heard out: cut off, it is no listing.
            if body.len() + piece.len() > MOST_BYTES {
                break;
            }
            body.extend_from_slice(&piece);
        }
        Ok(Answer {
            status,
            headers,
            body: body.freeze(),
        })
    }
}

/// The same trouble with the storage's words: those of an upload to the Portal speak of a package
/// and of deployments.
fn of_storage(fault: Fault) -> Fault {
    let code = match fault.code.as_str() {
        "portal-unreachable" => "storage-unreachable",
        "connection-broken" => "storage-connection-broken",
        _ => return fault,
    };
    Fault {
        code: code.to_owned(),
        ..fault
    }
}
