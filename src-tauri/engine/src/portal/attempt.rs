//! One try to upload a package.

use super::RetryPolicy;
use super::answer::Answer;
use super::body::{Lead, Reins, package_body};
use super::http::not_ready;
use super::line::Line;
use super::reader::{Stop, open};
use super::said::listen;
use super::stall::StallWatch;
use super::trouble::{fault, fault_of, in_words};
use super::upload::{Phase, Upload, UploadObserver};
use crate::clock::{Clock, Times};
use crate::fault::{Fault, NextStep};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Client, RequestBuilder, Response, Url};
use std::fs::File;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

/// How often progress is looked at.
const TICK: Duration = Duration::from_millis(100);
/// How long the words of a refusal are waited for; its status alone is enough.
const REFUSAL_LIMIT: Duration = Duration::from_secs(5);

/// What one try came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Attempt {
    Accepted {
        status: u16,
        said: String,
    },
    /// The Portal clearly said no.
    Refused(Fault),
    /// Nothing was accepted, and trying again may help, but not before this long.
    Transient {
        fault: Fault,
        not_before: Option<Duration>,
    },
    /// Nothing was accepted, and trying again changes nothing.
    NotSent(Fault),
    AnswerLost {
        detail: String,
    },
    FileChanged(Fault),
    Cancelled {
        maybe_accepted: bool,
    },
}

/// Sends a package once. The last bytes are handed over only after the file proved to be the one
/// that was inspected (promise 6), and after the observer heard of [`Phase::WaitingForAnswer`].
///
/// With `listen_first` nothing but the head goes out for a moment, so that a refusal that needs no
/// more than the head is heard before anything can break the connection.
pub(super) async fn send_once(
    http: &Client,
    upload: &Upload<'_>,
    clock: &dyn Clock,
    policy: &RetryPolicy,
    listen_first: bool,
    observer: &dyn UploadObserver,
    cancel: &CancellationToken,
) -> Attempt {
    let (request, address) = match prepare(http, upload) {
        Ok(prepared) => prepared,
        Err(fault) => return Attempt::NotSent(fault),
    };
    let file = match open_off_thread(upload).await {
        Ok(file) => file,
        Err(stop) => return stopped(stop, upload),
    };
    if let Err(fault) = observer.phase(Phase::Sending) {
        return Attempt::NotSent(fault);
    }
    observer.sent(0);
    let (body, reins, lead) = package_body(file, upload.expected);
    let line = match Line::open(request.body(Body::wrap(body))) {
        Ok(line) => line,
        Err(cause) => return Attempt::NotSent(not_ready(cause)),
    };
    Sending {
        upload,
        address,
        clock,
        policy,
        observer,
        cancel,
        reins,
        whole_sent: false,
    }
    .run(line, lead, listen_first)
    .await
}

/// A try under way.
struct Sending<'a> {
    upload: &'a Upload<'a>,
    address: Url,
    clock: &'a dyn Clock,
    policy: &'a RetryPolicy,
    observer: &'a dyn UploadObserver,
    cancel: &'a CancellationToken,
    reins: Reins,
    /// The last bytes were handed over.
    whole_sent: bool,
}

impl Sending<'_> {
    async fn run(mut self, mut line: Line, lead: Lead, listen_first: bool) -> Attempt {
        let mut led = std::pin::pin!(lead_out(lead, self.clock, self.policy, listen_first));
        let mut tick = self.clock.wait(TICK);
        let mut stall = StallWatch::new(self.policy, self.times());
        let mut answer_due = self.never();
        loop {
            tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Attempt::Cancelled { maybe_accepted: self.whole_sent },
                answered = line.answer() => return match answered {
                    Ok(response) => self.hear(response).await,
                    Err(error) => {
                        let stop = if self.whole_sent { None } else { led.now_or_never() };
                        self.broken(&error, stop.and_then(Result::err))
                    }
                },
                only_the_end_is_left = &mut led, if !self.whole_sent => {
                    if let Err(stop) = only_the_end_is_left {
                        return stopped(stop, self.upload);
                    }
                    if let Err(fault) = self.hand_over_the_rest() {
                        return Attempt::NotSent(fault);
                    }
                    answer_due = self.clock.wait(self.policy.answer_limit);
                }
                () = &mut answer_due, if self.whole_sent => {
                    return Attempt::AnswerLost { detail: format!("no answer within {} s", self.policy.answer_limit.as_secs()) };
                }
                () = &mut tick => {
                    self.observer.sent(self.reins.sent());
                    if !self.whole_sent && stall.stands_still(self.reins.sent(), self.times()) {
                        return self.stalled();
                    }
                    tick = self.clock.wait(TICK);
                }
            }
        }
    }

    fn hand_over_the_rest(&mut self) -> Result<(), Fault> {
        self.observer.sent(self.reins.sent());
        self.observer.phase(Phase::WaitingForAnswer)?;
        self.whole_sent = true;
        self.reins.let_go();
        self.observer.sent(self.upload.expected.stamp.size);
        Ok(())
    }

    async fn hear(self, response: Response) -> Attempt {
        self.reins.hush();
        let status = response.status();
        let headers = response.headers().clone();
        let limit = if status.is_success() {
            self.policy.answer_limit
        } else {
            REFUSAL_LIMIT
        };
        let said = listen(response, self.until_cancelled_or(limit)).await;
        Answer {
            status,
            headers,
            said,
            whole_package_sent: self.whole_sent,
            address: &self.address,
            environment: &self.upload.env.0,
            guid: &self.upload.guid.0,
            now: self.clock.now().0,
        }
        .judge()
    }

    /// `stop` is why the package ended, if it did: the connection ends then, too.
    fn broken(self, error: &reqwest::Error, stop: Option<Stop>) -> Attempt {
        if let Some(stop) = stop {
            return stopped(stop, self.upload);
        }
        if self.whole_sent {
            return Attempt::AnswerLost {
                detail: in_words(error),
            };
        }
        match fault_of(error, self.host()) {
            (fault, true) => Attempt::Transient {
                fault,
                not_before: None,
            },
            (fault, false) => Attempt::NotSent(fault),
        }
    }

    fn stalled(&self) -> Attempt {
        let fault = fault("connection-stalled", NextStep::CheckNetwork).with("host", self.host());
        Attempt::Transient {
            fault: fault.detail(format!("nothing moved after {} bytes", self.reins.sent())),
            not_before: None,
        }
    }

    fn host(&self) -> &str {
        self.address.host_str().unwrap_or_default()
    }

    fn times(&self) -> Times {
        Times::of(self.clock)
    }

    fn until_cancelled_or(&self, limit: Duration) -> BoxFuture<'_, ()> {
        let limit = self.clock.wait(limit);
        Box::pin(async move {
            tokio::select! {
                () = self.cancel.cancelled() => {}
                () = limit => {}
            }
        })
    }

    fn never(&self) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// Lets everything flow but the end, listening before it does and before it says that it is time
/// for the end.
async fn lead_out(
    mut lead: Lead,
    clock: &dyn Clock,
    policy: &RetryPolicy,
    listen_first: bool,
) -> Result<(), Stop> {
    lead.head_is_out().await;
    let listened = clock.wait(policy.listen_last);
    if listen_first {
        clock.wait(policy.listen_first).await;
    }
    lead.start();
    lead.at_the_end().await?;
    listened.await;
    // One more chance for an answer that is already there.
    tokio::task::yield_now().await;
    Ok(())
}

fn prepare(http: &Client, upload: &Upload<'_>) -> Result<(RequestBuilder, Url), Fault> {
    let address = upload.address()?;
    let bearer = Zeroizing::new(format!("Bearer {}", upload.token.expose()));
    let mut authorization = HeaderValue::from_str(&bearer)
        .map_err(|_| fault("token-not-usable", NextStep::ReplaceToken))?;
    authorization.set_sensitive(true);
    let request = http
        .post(address.clone())
        .header(AUTHORIZATION, authorization)
        .header(CONTENT_TYPE, "application/zip")
        .header(CONTENT_LENGTH, upload.expected.stamp.size);
    Ok((request, address))
}

async fn open_off_thread(upload: &Upload<'_>) -> Result<File, Stop> {
    let (path, expected) = (upload.file.to_owned(), upload.expected.clone());
    tokio::task::spawn_blocking(move || open(&path, &expected))
        .await
        .unwrap_or_else(|cause| Err(Stop::Unreadable(cause.to_string())))
}

fn stopped(stop: Stop, upload: &Upload<'_>) -> Attempt {
    match stop {
        Stop::Changed(how) => Attempt::FileChanged(
            fault("file-changed", NextStep::InspectAgain)
                .with("file", upload.file_name())
                .detail(how),
        ),
        Stop::Unreadable(why) => Attempt::NotSent(
            fault("file-unreadable", NextStep::ChooseAnotherFile)
                .with("file", upload.file_name())
                .detail(why),
        ),
    }
}
