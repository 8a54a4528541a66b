//! How long it takes until a year of releases is on the screen: everything the window asks for when it
//! is opened on it, from the file on.

use slipway_benches::process::load;
use slipway_benches::year::{RELEASES, Year};
use slipway_benches::{seat, year};
use slipway_engine::desk::HistoryFilter;
use slipway_engine::fault::Fault;
use std::path::Path;
use std::time::Instant;

const RUNS: usize = 9;
const AIM_MS: f64 = 300.0;
const STEPS: [&str; 7] = [
    "ledger opened",
    "home",
    "list of releases",
    "figures",
    "first page of the history",
    "newest release",
    "its half hour",
];

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let year = year::write(folder.path());
    let file = folder.path().join("slipway.db");
    let mib = std::fs::metadata(file).expect("a file").len() as f64 / f64::from(1 << 20);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _within = runtime.enter();
    opened(folder.path(), &year).expect("it opens");
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        runs.push(opened(folder.path(), &year).expect("it opens"));
    }
    println!(
        "\n## A year: {RELEASES} releases, {:.1} million looks, {mib:.0} MiB\n",
        year.looks as f64 / 1e6
    );
    println!("| step | ms (min-max) |\n|---|---|");
    for (step, name) in STEPS.iter().enumerate() {
        row(name, runs.iter().map(|run| run[step]).collect());
    }
    let median = row("all", runs.iter().map(|run| run.iter().sum()).collect());
    println!(
        "\n{RUNS} runs{}; all {median:.0} ms (aim: at most {AIM_MS:.0})",
        load().unwrap_or_default()
    );
}

/// How long each step took, in milliseconds.
fn opened(folder: &Path, year: &Year) -> Result<[f64; STEPS.len()], Fault> {
    let mut start = Instant::now();
    let mut lap = || {
        let took = start.elapsed().as_secs_f64() * 1e3;
        start = Instant::now();
        took
    };
    let desk = seat::sit_down(folder);
    let ledger = lap();
    desk.start_state("")?;
    desk.pipeline(&year.project.id)?;
    let home = lap();
    let releases = desk.releases(&year.project.id)?;
    let list = lap();
    desk.figures(&year.project.id)?;
    let figures = lap();
    desk.history(&HistoryFilter::default())?;
    let history = lap();
    desk.release(&year.release)?;
    let release = lap();
    let monitor = desk.stage_monitor(&year.release, "production:prod")?;
    let half_hour = lap();
    assert_eq!(releases.len() as u64, RELEASES);
    assert!(monitor.is_some_and(|it| it.shown.overall.looks.0 > 25_000));
    desk.close();
    Ok([ledger, home, list, figures, history, release, half_hour])
}

/// Prints a line and gives its median.
fn row(name: &str, mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];
    let (least, most) = (times[0], times[times.len() - 1]);
    println!("| {name} | {median:.1} ({least:.1}-{most:.1}) |");
    median
}
