//! `cargo xtask fuzz`: every reader of foreign bytes under libFuzzer, with the stable compiler.
//!
//! cargo-fuzz asks for a nightly compiler only to switch on a sanitizer. What libFuzzer itself needs
//! is counters of what ran and was compared, and those are a pass of LLVM that every compiler has.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::Mutex;
use std::thread;

use crate::clock::spoken;
use crate::command::{cargo, done, output};
use crate::{Done, Stop, place};
use std::time::Duration;

const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// A minute each shows that they run; ten were asked for before a release.
const SECONDS: u64 = 60;
/// One input that takes longer than this many seconds, or more than this many megabytes, is a
/// finding (promise 31).
const TIMEOUT: u64 = 20;
const MEMORY: u64 = 1_024;
/// Bytes of the longest input.
const LONGEST: u64 = 64 << 10;

pub fn fuzz(arguments: &[String]) -> Done {
    let (wanted, seconds) = read(arguments)?;
    let all = targets()?;
    if let Some(unknown) = wanted.iter().find(|name| !all.contains(name)) {
        return Err(Stop(format!(
            "There is no target “{unknown}”. There are: {}.",
            all.join(", ")
        )));
    }
    let names: Vec<String> = all
        .into_iter()
        .filter(|name| wanted.is_empty() || wanted.contains(name))
        .collect();
    let programs = build(&names)?;
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{} targets, {} each, {at_once} at a time",
        names.len(),
        spoken(Duration::from_secs(seconds))
    );
    let waiting = Mutex::new(names.iter());
    let next = || waiting.lock().ok()?.next();
    let found = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some(name) = next() {
                    let run = Run::of(name, &programs, seconds);
                    println!("{}", run.line());
                    if let (Some(finding), Ok(mut found)) = (run.finding(), found.lock()) {
                        found.push(finding);
                    }
                }
            });
        }
    });
    let found = found.into_inner().unwrap_or_default();
    match found.is_empty() {
        true => Ok(()),
        false => Err(Stop(found.join("\n"))),
    }
}

/// `[TARGET…] [--seconds N]`
fn read(arguments: &[String]) -> Result<(Vec<String>, u64), Stop> {
    let Some(at) = arguments
        .iter()
        .position(|argument| argument == "--seconds")
    else {
        return Ok((arguments.to_vec(), SECONDS));
    };
    let seconds = arguments.get(at + 1).and_then(|number| number.parse().ok());
    let seconds = seconds.ok_or("How many seconds? `--seconds 600`, for example.")?;
    let others = [&arguments[..at], &arguments[at + 2..]].concat();
    Ok((others, seconds))
}

fn folder() -> PathBuf {
    place::root().join("fuzz")
}

/// What was built and learned, apart from all else.
fn outcome() -> PathBuf {
    place::target().join("fuzz")
}

fn targets() -> Result<Vec<String>, Stop> {
    let files = std::fs::read_dir(folder().join("fuzz_targets"))
        .map_err(|cause| Stop(format!("The fuzz targets cannot be listed: {cause}.")))?;
    let mut names: Vec<String> = files
        .flatten()
        .filter_map(|file| Some(file.path().file_stem()?.to_str()?.replace('_', "-")))
        .collect();
    names.sort();
    Ok(names)
}

/// The folder with the programs.
fn build(names: &[String]) -> Result<PathBuf, Stop> {
    let host = host()?;
    let manifest = folder().join("Cargo.toml");
    let mut command = cargo(&["build", "--manifest-path"]);
    command
        .arg(manifest)
        // Named, so that what only builds is not built for coverage.
        .args(["--target", &host])
        .args(names.iter().flat_map(|name| ["--bin", name]))
        .env("CARGO_TARGET_DIR", outcome())
        .env("RUSTFLAGS", COVERAGE);
    done(&mut command)?;
    Ok(outcome().join(host).join("debug"))
}

fn host() -> Result<String, Stop> {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let about = output(Command::new(compiler).arg("-vV")).unwrap_or_default();
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| Stop("The compiler does not say what it compiles for.".to_owned()))
}

/// One target that ran to its end.
struct Run<'n> {
    name: &'n str,
    log: PathBuf,
    ended: Option<ExitStatus>,
}

impl<'n> Run<'n> {
    fn of(name: &'n str, programs: &Path, seconds: u64) -> Self {
        let log = outcome().join("logs").join(format!("{name}.txt"));
        let ended = fuzz_one(name, programs, seconds, &log).ok();
        Self { name, log, ended }
    }

    fn line(&self) -> String {
        let said = std::fs::read_to_string(&self.log).unwrap_or_default();
        let number = |stat: &str| {
            let line = said.lines().rev().find(|line| line.starts_with(stat));
            line.and_then(|line| line.split_whitespace().last())
                .unwrap_or("?")
                .to_owned()
        };
        let covered = said.lines().rev().find_map(|line| line.split_once("cov: "));
        let covered = covered
            .and_then(|(_, rest)| rest.split(' ').next())
            .unwrap_or("?");
        let ending = if self.finding().is_none() {
            "nothing found"
        } else {
            "FOUND SOMETHING"
        };
        format!(
            "{:<20} {:>10} inputs {:>7} edges {:>6} MB   {ending}",
            self.name,
            number("stat::number_of_executed_units:"),
            covered,
            number("stat::peak_rss_mb:"),
        )
    }

    fn finding(&self) -> Option<String> {
        match self.ended {
            Some(ended) if ended.success() => None,
            _ => Some(format!(
                "{}: see the end of {}; the input lies in {}. Keep it in fuzz/corpus/{} once it is mended.",
                self.name,
                self.log.display(),
                outcome().join("found").display(),
                self.name
            )),
        }
    }
}

fn fuzz_one(name: &str, programs: &Path, seconds: u64, log: &Path) -> std::io::Result<ExitStatus> {
    // What is learned goes into the first folder; what is committed is only read.
    let learned = outcome().join("corpus").join(name);
    let found = outcome().join("found");
    for folder in [&learned, &found, &outcome().join("logs")] {
        std::fs::create_dir_all(folder)?;
    }
    let told = std::fs::File::create(log)?;
    Command::new(programs.join(name))
        .args([&learned, &folder().join("corpus").join(name)])
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-timeout={TIMEOUT}"))
        .arg(format!("-rss_limit_mb={MEMORY}"))
        .arg(format!("-max_len={LONGEST}"))
        .arg(format!("-artifact_prefix={}/{name}-", found.display()))
        .arg("-print_final_stats=1")
        // Work is spread over a few threads, however many cores there are.
        .env("RAYON_NUM_THREADS", "2")
        .stdout(told.try_clone()?)
        .stderr(told)
        .status()
}
