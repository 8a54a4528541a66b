//! Side-by-side measurements against the peers: whole processes, in turn (A B A B …), medians and
//! their ratio. Nothing here judges; it prints figures and the figure aimed at.

pub mod data;
pub mod peers;
pub mod process;
#[cfg(target_os = "linux")]
pub mod screen;
pub mod seat;
pub mod sink;
pub mod site;
pub mod tree;
pub mod year;

use process::Cost;
use std::iter;
use std::process::Command;

/// One of the two sides of a comparison.
pub struct Side<'a> {
    pub name: &'a str,
    /// Makes the command anew for every run.
    pub command: Box<dyn Fn() -> Command + 'a>,
}

impl<'a> Side<'a> {
    pub fn new(name: &'a str, command: impl Fn() -> Command + 'a) -> Self {
        Self {
            name,
            command: Box::new(command),
        }
    }
}

/// Runs both sides in turn, prints what they cost and the ratio of the medians.
///
/// `aim` is what ours should reach: the highest ratio of wall times, and the highest peak memory
/// in MiB.
pub fn compare(title: &str, ours: &Side, peer: &Side, runs: usize, aim: Aim) {
    let peer = Peer {
        name: peer.name,
        command: &*peer.command,
        wall: aim.ratio,
        cpu: None,
    };
    beside(title, ours, &[peer], runs, aim.peak_mib);
}

/// Runs all in turn, ours first, prints what they cost and the ratios of ours to each peer.
/// `peak_mib` is the highest peak memory ours should reach.
pub fn beside(title: &str, ours: &Side, peers: &[Peer], runs: usize, peak_mib: f64) {
    println!("\n## {title}\n");
    let commands: Vec<_> = iter::once((ours.name, &*ours.command))
        .chain(peers.iter().map(|peer| (peer.name, peer.command)))
        .collect();
    // One run of each to warm the file cache.
    for (_, command) in &commands {
        process::measure(&mut command());
    }
    let mut costs = vec![Vec::new(); commands.len()];
    for _ in 0..runs {
        for ((_, command), costs) in commands.iter().zip(&mut costs) {
            costs.push(process::measure(&mut command()));
        }
    }
    println!("| command | wall s (min-max) | cpu s | peak MiB |\n|---|---|---|---|");
    let summaries: Vec<Summary> = costs.iter().map(|costs| Summary::of(costs)).collect();
    for ((name, _), summary) in commands.iter().zip(&summaries) {
        println!(
            "| {name} | {:.3} ({:.3}-{:.3}) | {:.3} | {:.0} |",
            summary.wall, summary.least, summary.most, summary.cpu, summary.peak_mib
        );
    }
    let a = &summaries[0];
    println!(
        "\n{runs} runs{}; peak {:.0} MiB (aim: at most {peak_mib:.0})",
        process::load().unwrap_or_default(),
        a.peak_mib
    );
    for (peer, b) in peers.iter().zip(&summaries[1..]) {
        let cpu_aim = match peer.cpu {
            Some(aim) => format!(" (aim: at most {aim:.2})"),
            None => String::new(),
        };
        println!(
            "to {}: ratio of wall times {:.2} (aim: at most {:.2}), of cpu times {:.2}{cpu_aim}",
            peer.name,
            a.wall / b.wall,
            peer.wall,
            a.cpu / b.cpu,
        );
    }
}

/// A side to compare ours with, and the highest ratios of ours to it.
pub struct Peer<'a> {
    pub name: &'a str,
    pub command: &'a dyn Fn() -> Command,
    pub wall: f64,
    pub cpu: Option<f64>,
}

/// What a comparison should reach.
pub struct Aim {
    pub ratio: f64,
    pub peak_mib: f64,
}

struct Summary {
    wall: f64,
    least: f64,
    most: f64,
    cpu: f64,
    peak_mib: f64,
}

impl Summary {
    fn of(costs: &[Cost]) -> Self {
        let median = |pick: fn(&Cost) -> f64| {
            let mut values: Vec<f64> = costs.iter().map(pick).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        let walls = costs.iter().map(|c| c.wall);
        Self {
            wall: median(|c| c.wall),
            least: walls.clone().fold(f64::INFINITY, f64::min),
            most: walls.fold(0.0, f64::max),
            cpu: median(|c| c.cpu),
            peak_mib: median(|c| c.peak_mib),
        }
    }
}
