use super::Line;
use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How much is read from a connection at a time; large, because uploads are.
const READ_AHEAD: usize = 512 * 1024;
/// Pause after the system could not hand over a connection (out of file descriptors).
const BREATHER: Duration = Duration::from_millis(50);

/// Answers on `listener` until `stop` changes or its sender is gone; then the port is free and no
/// connection is left.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let mut conversations = JoinSet::new();
    loop {
        tokio::select! {
            _ = stop.changed() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    conversations.spawn(converse(stream, router.clone()));
                }
                Err(fault) => {
                    tracing::warn!(%fault, "could not take a connection");
                    tokio::time::sleep(BREATHER).await;
                }
            },
            Some(_) = conversations.join_next() => {}
        }
    }
    drop(listener);
    conversations.shutdown().await;
}

async fn converse(stream: TcpStream, router: Router) {
    if let Err(fault) = stream.set_nodelay(true) {
        tracing::debug!(%fault, "small answers may take a little longer");
    }
    let line = Line::new(stream);
    let answering = Answering {
        router: TowerToHyperService::new(router),
        line: line.clone(),
    };
    let conversation = http1::Builder::new()
        .max_buf_size(READ_AHEAD)
        .serve_connection(TokioIo::new(line.io()), answering);
    tokio::select! {
        biased;
        () = line.was_cut() => return,
        ended = conversation => if let Err(fault) = ended {
            tracing::debug!(%fault, "a connection ended early");
        },
    }
    line.linger().await;
}

/// Hands every request the line it came in on.
struct Answering {
    router: TowerToHyperService<Router>,
    line: Line,
}

impl Service<Request<Incoming>> for Answering {
    type Response = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.line.clone());
        self.router.call(request)
    }
}
