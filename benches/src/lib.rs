//! Side-by-side measurements against the peers: whole processes, in turn (A B A B …), medians and
//! their ratio. Nothing here judges; it prints figures and the figure aimed at.

pub mod data;
pub mod process;
#[cfg(target_os = "linux")]
pub mod screen;
pub mod sink;
pub mod tree;

use process::Cost;
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
    println!("\n## {title}\n");
    println!("| command | wall s (min-max) | cpu s | peak MiB |\n|---|---|---|---|");
    // One run of each to warm the file cache.
    process::measure(&mut (ours.command)());
    process::measure(&mut (peer.command)());
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        a.push(process::measure(&mut (ours.command)()));
        b.push(process::measure(&mut (peer.command)()));
    }
    let (a, b) = (Summary::of(&a), Summary::of(&b));
    for (side, summary) in [(ours, &a), (peer, &b)] {
        println!(
            "| {} | {:.3} ({:.3}-{:.3}) | {:.3} | {:.0} |",
            side.name, summary.wall, summary.least, summary.most, summary.cpu, summary.peak_mib
        );
    }
    let ratio = a.wall / b.wall;
    println!(
        "\nratio of wall times {ratio:.2} (aim: at most {:.2}), of cpu times {:.2}; peak {:.0} MiB (aim: at most {:.0})",
        aim.ratio,
        a.cpu / b.cpu,
        a.peak_mib,
        aim.peak_mib
    );
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
