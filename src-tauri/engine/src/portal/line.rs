//! A thread of its own for one connection.

use reqwest::{RequestBuilder, Response};
use std::future::pending;
use tokio::sync::oneshot;
use tokio_util::sync::{CancellationToken, DropGuard};

/// A connection that lives on its own thread, so that its body may wait for the disk, and what was
/// read is sent by the processor core that has just read it. It ends when this is dropped.
pub(super) struct Line {
    answer: oneshot::Receiver<reqwest::Result<Response>>,
    _hang_up: DropGuard,
}

impl Line {
    /// Sends `request` on a thread of its own. An `Err` is the system's: it gives no thread.
    pub(super) fn open(request: RequestBuilder) -> std::io::Result<Self> {
        let hung_up = CancellationToken::new();
        let _hang_up = hung_up.clone().drop_guard();
        let (answered, answer) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let talk = async move {
            tokio::select! {
                () = hung_up.cancelled() => {}
                () = async {
                    // Nobody listens any more when the upload was given up.
                    let _ = answered.send(request.send().await);
                    // What is said after the head of the answer still comes through here.
                    pending().await
                } => {}
            }
        };
        std::thread::Builder::new()
            .name("upload".to_owned())
            .spawn(move || {
                runtime.block_on(talk);
                // A name that is still being looked up is not worth waiting for.
                runtime.shutdown_background();
            })?;
        Ok(Self { answer, _hang_up })
    }

    /// The head of the answer, or why there is none.
    pub(super) async fn answer(&mut self) -> reqwest::Result<Response> {
        match (&mut self.answer).await {
            Ok(answer) => answer,
            // The thread ended on its own: whoever waits has a limit for that.
            Err(_) => pending().await,
        }
    }
}
