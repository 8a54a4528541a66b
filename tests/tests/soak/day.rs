//! A day of errands, one after the other: each is killed as often as the dice say and then brought
//! to its end, and after every start the truth is asked.

use crate::dice::Dice;
use crate::plan::{About, Start};
use crate::stage::{Slipway, Stage};
use crate::truth::{self, Known};
use futures_util::future::join_all;
use slipway_engine::package::sample::SamplePackage;
use slipway_engine::restore::sample::SampleDatabase;
use slipway_tests::errand::{Errand, Said};
use slipway_tests::noise;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

/// What a run is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub seed: u64,
    /// Ends when there were so many of both.
    pub kills: u64,
    pub faults: u64,
    /// So many people at computers of their own share them. Each draws from a seed of their own, the
    /// next after the one before.
    pub people: u64,
}

/// One errand in so many is a promotion; its half hour takes longer than all the others.
const PROMOTIONS: u64 = 6;
/// Starts of one errand before it is brought to its end.
const STARTS: u64 = 5;

impl Wanted {
    /// `SLIPWAY_SOAK="SEED KILLS FAULTS"`, or with how many people there are
    pub fn told() -> Option<Self> {
        let told = std::env::var("SLIPWAY_SOAK").ok()?;
        let numbers: Vec<u64> = told
            .split_whitespace()
            .map_while(|n| n.parse().ok())
            .collect();
        let (seed, kills, faults, people) = match numbers[..] {
            [seed, kills, faults] => (seed, kills, faults, 1),
            [seed, kills, faults, people] => (seed, kills, faults, people.max(1)),
            _ => panic!("SLIPWAY_SOAK is three or four numbers: seed, kills, faults, people"),
        };
        Some(Self {
            seed,
            kills,
            faults,
            people,
        })
    }

    /// What each of the people does.
    fn shares(self) -> impl Iterator<Item = Self> {
        (0..self.people).map(move |person| Self {
            seed: self.seed + person,
            kills: self.kills.div_ceil(self.people),
            faults: self.faults.div_ceil(self.people),
            people: 1,
        })
    }
}

struct Day {
    wanted: Wanted,
    dice: Dice,
    stage: Stage,
    known: Known,
    kills: u64,
    starts: u64,
    errands: u64,
    /// By place and kind.
    faults: BTreeMap<String, u64>,
    counted: u64,
    log: Vec<String>,
}

/// Everybody's day, told one after the other and summed up.
pub async fn days(wanted: Wanted) -> String {
    let days = join_all(wanted.shares().map(Day::of)).await;
    let mut told: Vec<String> = days.iter().map(Day::summary).collect();
    let sum = |of: fn(&Day) -> u64| days.iter().map(of).sum::<u64>();
    told.push(format!(
        "all: {} errands in {} starts, {} kills, {} faults met",
        sum(|day| day.errands),
        sum(|day| day.starts),
        sum(|day| day.kills),
        sum(Day::met)
    ));
    told.join("\n")
}

impl Day {
    async fn of(wanted: Wanted) -> Self {
        let mut day = Self {
            wanted,
            dice: Dice::of(wanted.seed),
            stage: Stage::set().await,
            known: Known::default(),
            kills: 0,
            starts: 0,
            errands: 0,
            faults: BTreeMap::new(),
            counted: 0,
            log: Vec::new(),
        };
        while day.kills < wanted.kills || day.met() < wanted.faults {
            day.next_errand().await;
        }
        day
    }

    fn summary(&self) -> String {
        format!(
            "seed {}: {} errands in {} starts, {} kills, {} faults met\n{:#?}",
            self.wanted.seed,
            self.errands,
            self.starts,
            self.kills,
            self.met(),
            self.faults
        )
    }

    fn met(&self) -> u64 {
        self.faults.values().sum()
    }

    async fn next_errand(&mut self) {
        self.errands += 1;
        let number = self.errands;
        if self.dice.one_in(PROMOTIONS) {
            let errand = self.promote(number);
            self.bring_to_its_end(&errand, About::Release).await;
        } else if self.dice.one_in(3) {
            let errand = self.restore(number);
            self.bring_to_its_end(&errand, About::Storage).await;
            self.bring_to_its_end(&Errand::Close, About::Storage).await;
        } else {
            let errand = self.ship(number);
            self.bring_to_its_end(&errand, About::Portal).await;
            if self.dice.one_in(3) {
                self.bring_to_its_end(&Errand::Watch, About::Site).await;
            }
        }
    }

    async fn bring_to_its_end(&mut self, errand: &Errand, about: About) {
        for _ in 0..self.dice.between(0, STARTS) {
            let how = Start::rough(&mut self.dice, about);
            self.start(errand, &how).await;
        }
        let how = Start::to_the_end(&mut self.dice, about);
        let fault = self.start(errand, &how).await;
        if fault.as_deref() != Some("") {
            self.stop(&[format!("the errand did not come to its end: {fault:?}")]);
        }
        let left_out = truth::left_out(&self.stage);
        if !left_out.is_empty() {
            self.stop(&left_out);
        }
    }

    /// The fault it was given up with, empty for none; nothing if it was killed.
    async fn start(&mut self, errand: &Errand, how: &Start) -> Option<String> {
        self.starts += 1;
        self.log
            .push(format!("start {}: {errand:?}\n    {how}", self.starts));
        let begun = Instant::now();
        let went = match self.stage.go(errand, how).await {
            Ok(went) => went,
            Err(why) => self.stop(&[why]),
        };
        self.kills += u64::from(went.killed);
        self.log.push(format!(
            "    {:.1} s, killed {}, heard {}",
            begun.elapsed().as_secs_f64(),
            went.killed,
            heard(&went.heard)
        ));
        self.count_faults();
        let broken = truth::broken(&self.stage, &mut self.known).await;
        if !broken.is_empty() {
            self.stop(&broken);
        }
        went.ended.map(Option::unwrap_or_default)
    }

    fn count_faults(&mut self) {
        let seen = self.stage.world.requests();
        let new = seen.iter().filter(|request| request.number > self.counted);
        for request in new {
            if let Some(fault) = &request.fault {
                let what = format!("{} {fault}", request.place);
                *self.faults.entry(what).or_default() += 1;
            }
        }
        self.counted = seen.last().map_or(self.counted, |request| request.number);
    }

    /// Says what is needed to see it again.
    fn stop(&self, broken: &[String]) -> ! {
        let Wanted {
            seed,
            kills,
            faults,
            ..
        } = self.wanted;
        panic!(
            "{}\n\nrepeat with SLIPWAY_SOAK=\"{seed} {kills} {faults}\"\n{}",
            broken.join("\n"),
            self.log.join("\n")
        );
    }

    fn promote(&mut self, number: u64) -> Errand {
        Errand::Promote {
            package: self.package(number),
            name: format!("Release {number}"),
        }
    }

    fn ship(&mut self, number: u64) -> Errand {
        Errand::Ship {
            package: self.package(number),
            confirmation: format!("ship-{number}"),
        }
    }

    fn package(&mut self, number: u64) -> PathBuf {
        let package = self.stage.file(&format!("Shop 1.{number}.zip"));
        let ballast = self.dice.pick(&[0, 0, 300_000, 2_000_000]);
        SamplePackage::new()
            .seed(number)
            .build_number(&number.to_string())
            .ballast(ballast)
            .write(&package)
            .expect("a package");
        package
    }

    fn restore(&mut self, number: u64) -> Errand {
        let database = self.stage.file("export.bacpac");
        let more = usize::try_from(self.dice.between(1, 9)).unwrap_or(1) * 1_000_000;
        SampleDatabase::new()
            .file("more.bin", noise(more, number))
            .write(&database)
            .expect("a database");
        let files = self.stage.file("files");
        let _ = std::fs::remove_dir_all(&files);
        std::fs::create_dir_all(files.join("default")).expect("a folder");
        for one in 0..self.dice.between(1, 24) {
            let size = self.dice.pick(&[0, 1, 700, 40_000, 900_000]);
            let content = noise(size, number * 100 + one);
            let path = files.join(format!("default/picture-{one}.bin"));
            std::fs::write(path, content).expect("a file");
        }
        Errand::Restore {
            database,
            files,
            confirmation: format!("restore-{number}"),
        }
    }
}

fn heard(said: &[Said]) -> String {
    let words = said.iter().map(|said| match said {
        Said::Seated => "seated".to_owned(),
        Said::Job { kind, state, phase } => format!("{kind} {state} {phase}"),
        Said::Did { what } => what.clone(),
        Said::Ended { fault, .. } => format!("ended {fault:?}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Memory in use after each errand of one session that nobody kills.
pub async fn one_long_session() -> Vec<u64> {
    let stage = Stage::set().await;
    let mut slipway = Slipway::start(&stage.seat(0), None);
    slipway.sit().await;
    let mut memory = Vec::new();
    for number in 0..18_u64 {
        let package = stage.file(&format!("Shop {number}.zip"));
        let sample = SamplePackage::new().seed(number).ballast(1_000_000);
        sample.write(&package).expect("a package");
        let ship = Errand::Ship {
            package,
            confirmation: format!("long-{number}"),
        };
        let said = slipway.next(&ship).await;
        let Said::Ended {
            fault: None,
            resident_kib: Some(kib),
        } = said
        else {
            panic!("{said:?}");
        };
        memory.push(kib);
    }
    slipway.end(false).await;
    memory
}
