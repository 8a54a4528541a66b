//! The practice world, which no kill touches, and the process in which Slipway runs.

use crate::plan::{Kill, Start, Trouble};
use slipway_engine::units::Moment;
use slipway_practice::{PracticeOptions, PracticeWorld};
use slipway_tests::errand::{Errand, Said, Seat};
use slipway_tests::hasty::HastyClock;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// Seconds for one of the computer's. A look at a site may take ten of them: on a clock that runs
/// faster, a busy computer makes a site look offline that is not.
pub const SPEED: u32 = 40;
/// Longer than any start takes; then it is said what stands still.
const LIMIT: Duration = Duration::from_secs(600);
/// How often the number of requests is looked at.
const TICK: Duration = Duration::from_millis(1);

pub struct Stage {
    pub world: PracticeWorld,
    pub folder: TempDir,
    start: jiff::Timestamp,
}

/// How a start of Slipway went.
#[derive(Debug)]
pub struct Went {
    pub heard: Vec<Said>,
    pub killed: bool,
    /// The fault the errand was given up with, if it came to an end at all.
    pub ended: Option<Option<String>>,
    pub resident_kib: Option<u64>,
}

impl Stage {
    pub async fn set() -> Self {
        let start = jiff::Timestamp::now();
        let options = PracticeOptions {
            clock: Arc::new(HastyClock::since(start, SPEED)),
            ..PracticeOptions::default()
        };
        Self {
            world: PracticeWorld::start(options).await.expect("a world"),
            folder: tempfile::tempdir().expect("a folder"),
            start,
        }
    }

    pub fn data(&self) -> PathBuf {
        let data = self.folder.path().join("data");
        std::fs::create_dir_all(&data).expect("a folder");
        data
    }

    pub fn ledger(&self) -> PathBuf {
        self.data().join("slipway.db")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts Slipway and lets the errand be done until its end, or the kill. Says why where Slipway
    /// stood still or ended by itself.
    pub async fn go(&self, errand: &Errand, how: &Start) -> Result<Went, String> {
        for rule in &how.faults {
            self.world.faults().arm(rule.clone());
        }
        let mut slipway = Slipway::start(&self.seat(how.wrong_ms), self.room(how));
        let went = tokio::time::timeout(LIMIT, slipway.run(self, errand, how)).await;
        let went = went.unwrap_or_else(|_| Err("it stands still".to_owned()))?;
        slipway.end(went.killed).await;
        self.world.faults().clear();
        self.quiet().await;
        Ok(went)
    }

    pub fn seat(&self, wrong_ms: i64) -> Seat {
        let facts = self.world.facts();
        Seat {
            folder: self.data(),
            project: facts.project("practice", Moment(self.start)),
            token: facts.token,
            control: facts.control,
            start_ms: self.start.as_millisecond(),
            speed: SPEED,
            wrong_ms,
        }
    }

    /// How large a file may grow, where the disk is to be full.
    fn room(&self, how: &Start) -> Option<u64> {
        let Some(Trouble::DiskFull { left_kib }) = how.trouble else {
            return None;
        };
        let now = std::fs::metadata(self.ledger()).map_or(0, |it| it.len());
        Some(now / 1024 + left_kib)
    }

    /// Waits until the world has nothing to do with what was killed.
    async fn quiet(&self) {
        let still = async {
            while self.world.requests_in_flight() > 0 {
                tokio::time::sleep(TICK).await;
            }
        };
        let waited = tokio::time::timeout(LIMIT, still).await;
        waited.expect("the practice world comes to rest");
    }
}

/// A running `slipway-person`.
pub struct Slipway {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    seat: String,
}

impl Slipway {
    /// `room_kib` is how large a file may become; writing more is refused as by a full disk.
    pub fn start(seat: &Seat, room_kib: Option<u64>) -> Self {
        let person = env!("CARGO_BIN_EXE_slipway-person");
        let mut command = match room_kib {
            // The shell's unit is 512 or 1,024 bytes; either is small enough.
            Some(kib) => {
                let mut shell = Command::new("sh");
                let limited = format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\"");
                shell.args(["-c", &limited, person]);
                shell
            }
            None => Command::new(person),
        };
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .expect("it starts");
        let input = child.stdin.take().expect("its input");
        let output = child.stdout.take().expect("its output");
        Self {
            child,
            input,
            lines: BufReader::new(output).lines(),
            seat: serde_json::to_string(seat).expect("it is plain"),
        }
    }

    async fn run(&mut self, stage: &Stage, errand: &Errand, how: &Start) -> Result<Went, String> {
        let before = stage.world.requests_so_far();
        let mut went = Went {
            heard: Vec::new(),
            killed: false,
            ended: None,
            resident_kib: None,
        };
        let mut away = None;
        let seat = self.seat.clone();
        self.tell(&seat).await;
        self.tell(&serde_json::to_string(errand).expect("it is plain"))
            .await;
        let mut ticks = tokio::time::interval(TICK);
        loop {
            let due = match how.kill {
                Some(Kill::AtRequest(number)) => stage.world.requests_so_far() >= before + number,
                Some(Kill::AtLine(number)) => went.heard.len() as u64 >= number,
                None => false,
            };
            if due {
                self.child.start_kill().expect("it is killed");
                went.killed = true;
                return Ok(went);
            }
            if let Some(Trouble::FileAway { after_lines }) = how.trouble
                && went.heard.len() as u64 >= after_lines
                && away.is_none()
            {
                away = Away::put(errand);
            }
            let line = tokio::select! {
                line = self.lines.next_line() => line.expect("it can be read"),
                _ = ticks.tick() => continue,
            };
            let Some(line) = line else {
                let status = self.child.wait().await.expect("it ended");
                let heard = went.heard;
                return Err(format!(
                    "Slipway ended by itself ({status}) after {heard:?}"
                ));
            };
            let said: Said = serde_json::from_str(&line).expect("a line that means something");
            let ended = match &said {
                Said::Ended {
                    fault,
                    resident_kib,
                } => {
                    went.resident_kib = *resident_kib;
                    went.ended = Some(fault.clone());
                    true
                }
                _ => false,
            };
            went.heard.push(said);
            if ended {
                return Ok(went);
            }
        }
    }

    /// One errand after another in the same session.
    pub async fn next(&mut self, errand: &Errand) -> Said {
        self.tell(&serde_json::to_string(errand).expect("it is plain"))
            .await;
        loop {
            let line = self.lines.next_line().await.expect("it can be read");
            let line = line.expect("Slipway runs");
            let said: Said = serde_json::from_str(&line).expect("a line that means something");
            if matches!(said, Said::Ended { .. }) {
                return said;
            }
        }
    }

    pub async fn sit(&mut self) {
        let seat = self.seat.clone();
        self.tell(&seat).await;
    }

    async fn tell(&mut self, line: &str) {
        // One that was killed or could not open its ledger listens no more; its lines tell.
        let _ = self.input.write_all(format!("{line}\n").as_bytes()).await;
        let _ = self.input.flush().await;
    }

    pub async fn end(mut self, killed: bool) {
        drop(self.input);
        let status = self.child.wait().await.expect("it ends");
        assert!(killed || status.success(), "Slipway ended with {status}");
    }
}

/// A file that is somewhere else for a while; the same file comes back.
struct Away {
    from: PathBuf,
    to: PathBuf,
}

impl Away {
    fn put(errand: &Errand) -> Option<Self> {
        let from = match errand {
            Errand::Ship { package, .. } | Errand::Promote { package, .. } => package.clone(),
            Errand::Restore { database, .. } => database.clone(),
            _ => return None,
        };
        let to = aside(&from);
        std::fs::rename(&from, &to).ok()?;
        Some(Self { from, to })
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        let _ = std::fs::rename(&self.to, &self.from);
    }
}

fn aside(path: &Path) -> PathBuf {
    path.with_extension("away")
}
