//! Making a request until it is answered for good: the answer table at work.

use super::at_once::{AtOnce, Inside};
use super::meaning::{fault_of_answer, link_fault, spent};
use super::observer::{Doing, Observer};
use super::options::{Options, WhenLinkEnds};
use super::weather::{Gate, until_probe};
use crate::blob::checksum::Check;
use crate::blob::client::{Action, Answer, Ask, Counts, Meaning, Meter, NoAnswer, Purpose, Wire};
use crate::blob::sas::{SasFinding, SasLink};
use crate::clock::Clock;
use crate::fault::{Fault, NextStep, Retry};
use crate::portal::RetryPolicy;
use crate::units::Moment;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long something that went wrong for a moment is worth mentioning.
pub(super) const REMARK: Duration = Duration::from_secs(2);

/// Why a request was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ended {
    /// This blob cannot be made, or this cannot be read; the others may go on.
    Blob(Fault),
    /// A blob of that name is there, or not the one that was to be replaced.
    Taken(Fault),
    /// Blocks of somebody else are in the way, or ours are gone.
    Mixed(Fault),
    /// No answer came to a request that may have made the blob.
    Lost,
    /// Nothing more can be done without another link.
    Link(Fault),
    /// Nothing more can be done at all.
    All(Fault),
}

/// Makes requests with patience.
pub(crate) struct Caller {
    pub(crate) wire: Wire,
    pub(crate) gate: Gate,
    pub(crate) at_once: AtOnce,
    pub(crate) counts: Arc<Counts>,
    policy: RetryPolicy,
    jitter: Mutex<Box<dyn FnMut() -> f64 + Send>>,
    md5: AtomicBool,
    when_link_ends: WhenLinkEnds,
    /// Whether to wait for a service that cannot be reached.
    waits: bool,
    observer: Arc<dyn Observer>,
    /// What was last remarked on, and when.
    remark: Mutex<Option<(Doing, Duration)>>,
    service_time: Mutex<Option<Moment>>,
}

/// Tries of one request so far.
#[derive(Default)]
pub(crate) struct Tries(u32);

impl Caller {
    pub(crate) fn new(
        link: SasLink,
        options: Options,
        limit: Arc<super::SpeedLimit>,
        observer: Arc<dyn Observer>,
        waits: bool,
    ) -> Result<Self, Fault> {
        let clock = options.clock.clone();
        let stall = options.policy.stall;
        Ok(Self {
            wire: Wire::new(options.connect, link, clock.clone(), limit, stall)?,
            gate: Gate::new(),
            at_once: AtOnce::new(options.at_once.0, clock),
            counts: Arc::default(),
            policy: options.policy,
            jitter: Mutex::new(options.jitter),
            md5: AtomicBool::new(false),
            when_link_ends: options.when_link_ends,
            waits,
            observer,
            remark: Mutex::new(None),
            service_time: Mutex::new(None),
        })
    }

    /// The service's own time, as it was last heard outside of the transfer's many parts.
    pub(crate) fn service_time(&self) -> Option<Moment> {
        *lock(&self.service_time)
    }

    /// What went wrong for a moment, and when.
    pub(crate) fn remark(&self) -> Option<(Doing, Duration)> {
        lock(&self.remark).clone()
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.wire.clock
    }

    /// Another link is there: whoever waits for it goes on.
    pub(super) fn go_on_with(&self, link: SasLink) {
        self.wire.use_link(link);
        self.gate.clears_up();
    }

    pub(crate) fn tell(&self, doing: &Doing) {
        self.observer.doing(doing);
    }

    /// Says once that something does not go as it should, however many requests it happens to.
    fn remark_on(&self, doing: Doing) {
        let now = self.clock().elapsed();
        let mut remark = lock(&self.remark);
        let news = !matches!(&*remark, Some((last, at)) if *last == doing && now.saturating_sub(*at) < REMARK);
        *remark = Some((doing.clone(), now));
        drop(remark);
        if news {
            self.tell(&doing);
        }
    }

    /// Whether parts go with an MD5 because the service cannot check a CRC64.
    pub(crate) fn uses_md5(&self) -> bool {
        self.md5.load(Ordering::Relaxed)
    }

    /// Asks until there is an answer to go by. `inside` is the place of the first try; every later
    /// one waits for its own. `make` is called for every try, because a link or a checksum may be
    /// another one by then.
    ///
    /// That a blob is not there is an answer like any other to who reads about it or removes it.
    pub(crate) async fn ask(
        &self,
        tries: &mut Tries,
        mut inside: Option<Inside>,
        make: &(dyn Fn(&Self) -> Ask + Send + Sync),
    ) -> Result<Answer, Ended> {
        loop {
            self.gate.fine().await;
            let place = match inside.take() {
                Some(place) => place,
                None => self.at_once.enter_in_turn().await,
            };
            let ask = make(self);
            let link = self.wire.link();
            let begun = self.clock().elapsed();
            let heard = self.wire.exchange(&ask, &Meter::new(&self.counts)).await;
            self.note_check(&heard, &ask);
            drop(place);
            self.note_time(&heard, ask.purpose);
            match heard {
                Ok(answer) if answer.is_success() => {
                    self.at_once.fine();
                    return Ok(answer);
                }
                Ok(answer) => match self.judge(answer, &ask, &link, begun, tries).await? {
                    Some(answer) => return Ok(answer),
                    None => continue,
                },
                Err(none) => self.no_answer(none, &ask, tries).await?,
            }
        }
    }

    /// Before the next request begins, so that it is found out only once.
    fn note_check(&self, heard: &Result<Answer, NoAnswer>, ask: &Ask) {
        if let Ok(answer) = heard
            && !answer.is_success()
            && answer.rule().action == Action::UseMd5
            && matches!(ask.load.check, Some(Check::Crc64(_)))
        {
            self.md5.store(true, Ordering::Relaxed);
        }
    }

    fn note_time(&self, heard: &Result<Answer, NoAnswer>, purpose: Purpose) {
        if let Ok(answer) = heard
            && !matches!(purpose, Purpose::Block | Purpose::Commit)
            && let Some(time) = answer.date()
        {
            *lock(&self.service_time) = Some(time);
        }
    }

    /// None to ask again.
    async fn judge(
        &self,
        answer: Answer,
        ask: &Ask,
        link: &Arc<SasLink>,
        begun: Duration,
        tries: &mut Tries,
    ) -> Result<Option<Answer>, Ended> {
        let rule = answer.rule();
        let reads = matches!(ask.purpose, Purpose::Read | Purpose::List);
        let may_be_gone = matches!(ask.purpose, Purpose::Read | Purpose::Remove);
        if rule.meaning == Meaning::NoBlob && may_be_gone {
            return Ok(Some(answer));
        }
        let fault = fault_of_answer(&answer, rule, ask, link);
        let asked = answer.asked_wait(self.clock().now());
        match rule.action {
            Action::Again => self.wait(tries, asked, fault).await?,
            Action::AgainWithLess => {
                self.counts.throttled.fetch_add(1, Ordering::Relaxed);
                self.at_once.throttled(begun);
                self.remark_on(Doing::Throttled);
                self.wait(tries, asked, fault).await?;
            }
            Action::SendAgain => {
                self.counts.damaged.fetch_add(1, Ordering::Relaxed);
                tries.0 += 1;
                if tries.0 > 1 {
                    tries.0 -= 1;
                    self.wait(tries, asked, fault).await?;
                }
            }
            Action::UseMd5 => match ask.load.check {
                // Noted already.
                Some(Check::Crc64(_)) => {}
                _ => self.wait(tries, asked, fault).await?,
            },
            Action::BeginAnew => return Err(Ended::Mixed(fault)),
            Action::AskForLink => {
                let fault = link_fault(link.facts(), self.clock().now(), &answer, fault);
                self.needs_link(fault, link)?;
            }
            Action::AskAboutBlob => {
                return Err(match rule.meaning {
                    Meaning::Exists | Meaning::ChangedThere => Ended::Taken(fault),
                    _ => Ended::Blob(fault),
                });
            }
            Action::GiveUpBlob => return Err(Ended::Blob(fault)),
            Action::Stop if reads => return Err(Ended::Blob(fault)),
            Action::Stop => return Err(Ended::All(fault)),
        }
        Ok(None)
    }

    async fn no_answer(&self, none: NoAnswer, ask: &Ask, tries: &mut Tries) -> Result<(), Ended> {
        match none {
            NoAnswer::Renewed => {}
            NoAnswer::Stalled => {
                self.remark_on(Doing::Stalled);
                let host = self.wire.link().facts().host.clone();
                let fault = Fault::new("storage-stalled", Retry::Exhausted, NextStep::CheckNetwork)
                    .with("host", host);
                self.wait(tries, None, fault).await?;
            }
            NoAnswer::Broken {
                fault,
                connected: false,
                transient,
            } => {
                if !transient || !self.waits {
                    return Err(Ended::All(fault));
                }
                if self.gate.offline(self.clock().now(), fault) {
                    self.look_for_the_service().await?;
                }
                // It did not leave this computer.
                return Ok(());
            }
            NoAnswer::Broken { fault, .. } => self.wait(tries, None, fault).await?,
        }
        if ask.purpose == Purpose::Commit {
            return Err(Ended::Lost);
        }
        Ok(())
    }

    /// Waits before the next try, unless there were enough (promise 10).
    async fn wait(
        &self,
        tries: &mut Tries,
        asked: Option<Duration>,
        fault: Fault,
    ) -> Result<(), Ended> {
        tries.0 += 1;
        let patient = asked.unwrap_or_default() <= self.policy.longest_asked_wait;
        if tries.0 >= self.policy.tries || !patient {
            return Err(Ended::Blob(spent(fault)));
        }
        let jitter = lock(&self.jitter)();
        let wait = self.policy.wait_after(tries.0, asked, jitter);
        self.clock().wait(wait).await;
        Ok(())
    }

    fn needs_link(&self, fault: Fault, used: &Arc<SasLink>) -> Result<(), Ended> {
        // There may be another one already.
        if !Arc::ptr_eq(used, &self.wire.link()) {
            return Ok(());
        }
        if self.when_link_ends == WhenLinkEnds::End {
            return Err(Ended::Link(fault));
        }
        self.gate.needs_link(fault);
        Ok(())
    }

    /// Asks from time to time until anybody answers anything (promise 13).
    async fn look_for_the_service(&self) -> Result<(), Ended> {
        for number in 0.. {
            self.clock().wait(until_probe(number)).await;
            let link = self.wire.link();
            let now = self.clock().now();
            if let Some(at) = link.facts().expires.filter(|expires| *expires <= now) {
                let fault = SasFinding::Expired { at }.fault();
                self.needs_link(fault, &link)?;
                return Ok(());
            }
            let probe = Ask::list("", "", 1);
            let heard = self.wire.exchange(&probe, &Meter::new(&self.counts)).await;
            if !matches!(
                heard,
                Err(NoAnswer::Broken {
                    connected: false,
                    ..
                } | NoAnswer::Stalled)
            ) {
                break;
            }
        }
        self.gate.clears_up();
        Ok(())
    }
}

impl Ended {
    pub(crate) fn fault(self) -> Fault {
        match self {
            Self::Blob(fault)
            | Self::Taken(fault)
            | Self::Mixed(fault)
            | Self::Link(fault)
            | Self::All(fault) => fault,
            Self::Lost => Fault::new("storage-trouble", Retry::Exhausted, NextStep::TryAgain),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
