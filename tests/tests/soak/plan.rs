//! What happens in one start of Slipway: drawn from the dice alone, before anything runs.

use crate::dice::Dice;
use slipway_practice::{Effect, FaultRule};
use std::fmt::{self, Display, Formatter};

/// What is done on which errand, and how it ends.
#[derive(Debug)]
pub struct Start {
    pub kill: Option<Kill>,
    pub trouble: Option<Trouble>,
    pub faults: Vec<FaultRule>,
    /// How wrong the wall clock of this start is.
    pub wrong_ms: i64,
}

/// Whom an errand deals with most.
#[derive(Debug, Clone, Copy)]
pub enum About {
    Portal,
    Storage,
    Site,
    /// All environments in turn.
    Release,
}

/// When Slipway is killed.
#[derive(Debug, Clone, Copy)]
pub enum Kill {
    /// When so many more requests came in.
    AtRequest(u64),
    /// After so many lines of what is heard.
    AtLine(u64),
}

/// What is wrong with the computer during a start.
#[derive(Debug, Clone, Copy)]
pub enum Trouble {
    /// No file grows past this many KiB more than the ledger has now.
    DiskFull { left_kib: u64 },
    /// The file that is to be sent cannot be opened, from this line on.
    FileAway { after_lines: u64 },
}

impl Start {
    /// One with everything that may go wrong.
    pub fn rough(dice: &mut Dice, about: About) -> Self {
        let kill = match (dice.between(0, 2), about) {
            (0, _) => Kill::AtLine(dice.between(1, 10)),
            (_, About::Portal) => Kill::AtRequest(dice.between(0, 4)),
            (_, About::Storage) => Kill::AtRequest(dice.between(0, 40)),
            (_, About::Site) => Kill::AtRequest(dice.between(0, 60)),
            (_, About::Release) => Kill::AtRequest(dice.between(0, 260)),
        };
        let trouble = match dice.between(0, 9) {
            0 => Some(Trouble::DiskFull {
                left_kib: dice.between(0, 96),
            }),
            1 => Some(Trouble::FileAway {
                after_lines: dice.between(1, 8),
            }),
            _ => None,
        };
        let faults = (0..dice.between(1, 4))
            .map(|_| fault(dice, about))
            .collect();
        Self {
            kill: Some(kill),
            trouble,
            faults,
            wrong_ms: wrong_clock(dice),
        }
    }

    /// One that is killed by nobody, in which the network is bad at first.
    pub fn to_the_end(dice: &mut Dice, about: About) -> Self {
        let faults = (0..dice.between(0, 3)).map(|_| fault(dice, about).times(4));
        Self {
            kill: None,
            trouble: None,
            faults: faults.collect(),
            wrong_ms: 0,
        }
    }
}

/// Mostly right, sometimes hours ahead or behind.
fn wrong_clock(dice: &mut Dice) -> i64 {
    let hours = i64::try_from(dice.between(0, 6)).unwrap_or(0) - 3;
    if dice.one_in(4) { hours * 3_600_000 } else { 0 }
}

fn fault(dice: &mut Dice, about: About) -> FaultRule {
    let seed = dice.between(1, u64::MAX / 2);
    let often = u32::try_from(dice.between(2, 5)).unwrap_or(2);
    let rule = match about {
        _ if dice.one_in(4) => FaultRule::next_visit("qa", at_the_site(dice)),
        About::Portal => FaultRule::next_upload(at_the_portal(dice)),
        About::Storage => storage(dice, seed),
        About::Site => FaultRule::next_visit("qa", at_the_site(dice)),
        About::Release if dice.one_in(3) => FaultRule::next_upload(at_the_portal(dice)),
        About::Release => {
            let env = dice.pick(&["uat", "prod", "prod"]);
            FaultRule::next_visit(env, at_the_site(dice))
        }
    };
    rule.odds(often, seed)
}

fn at_the_portal(dice: &mut Dice) -> Effect {
    let status = dice.pick(&[429, 500, 502, 503, 504]);
    match dice.between(0, 6) {
        0 => Effect::Status {
            status,
            retry_after: Some("1".into()),
            body: None,
            after_body: false,
        },
        1 => Effect::Status {
            status,
            retry_after: None,
            body: Some("<html>busy</html>".into()),
            after_body: true,
        },
        2 => Effect::ResetAfter {
            bytes: dice.between(0, 40_000),
        },
        3 => Effect::LostAnswer { accepted: true },
        4 => Effect::LostAnswer { accepted: false },
        5 => Effect::TruncatedAnswer { bytes: 0 },
        _ => Effect::Stall { ms: 5_000 },
    }
}

fn storage(dice: &mut Dice, seed: u64) -> FaultRule {
    let busy = |status, code: &str| Effect::Refused {
        status,
        code: code.into(),
        retry_after: Some("1".into()),
    };
    let effect = match dice.between(0, 7) {
        0 => busy(503, "ServerBusy"),
        1 => busy(500, "InternalError"),
        2 => Effect::ResetAfter {
            bytes: dice.between(0, 3_000_000),
        },
        3 => Effect::LostAnswer { accepted: true },
        4 => Effect::LostAnswer { accepted: false },
        5 => Effect::FlipBit { seed },
        6 => Effect::TruncatedAnswer { bytes: 3 },
        _ => Effect::Stall { ms: 20_000 },
    };
    let (method, comp) = dice.pick(&[
        ("PUT", "block"),
        ("PUT", "blocklist"),
        ("PUT", ""),
        ("HEAD", ""),
        ("GET", "list"),
    ]);
    FaultRule::next_blob_request(method, comp, effect)
}

fn at_the_site(dice: &mut Dice) -> Effect {
    match dice.between(0, 3) {
        0 => Effect::status(dice.pick(&[404, 500, 502, 503])),
        1 => Effect::ResetAfter { bytes: 0 },
        2 => Effect::TruncatedAnswer { bytes: 20 },
        _ => Effect::Stall { ms: 8_000 },
    }
}

impl Display for Start {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let faults: Vec<_> = self.faults.iter().map(met).collect();
        write!(
            f,
            "{:?}, {:?}, clock {} s wrong, faults: {}",
            self.kill,
            self.trouble,
            self.wrong_ms / 1_000,
            faults.join("; ")
        )
    }
}

fn met(rule: &FaultRule) -> String {
    let place = rule.place.as_deref().unwrap_or_default();
    let method = rule.method.as_deref().unwrap_or_default();
    let comp = rule.comp.as_deref().unwrap_or_default();
    let often = rule.odds.map_or(1, |odds| odds.one_in);
    format!("{place} {method} {comp} one in {often}: {:?}", rule.effect)
}
