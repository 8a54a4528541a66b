//! What it costs to look at 100 pages every second in the half hour after a deployment, beside a desk
//! at which nothing happens. The pages are served by another process.

use slipway_benches::data::program;
use slipway_benches::process::{Cost, load, measure};
use slipway_benches::site::Site;
use std::process::Command;

const PROBES: u64 = 100;
const SECONDS: u64 = 60;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let site = runtime.block_on(Site::start());
    let sit = |probes: u64| {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(program("bench-monitor"));
        command.args([&*site.origin, &*folder.path().to_string_lossy()]);
        command.args([probes.to_string(), SECONDS.to_string()]);
        let cost = measure(&mut command);
        (cost, site.asked())
    };
    let (idle, _) = sit(0);
    let (watching, asked) = sit(PROBES);
    println!("\n## {PROBES} probes, each once a second, for {SECONDS} s\n");
    println!(
        "| desk | % of a core | cpu s | peak MiB | questions a second |\n|---|---|---|---|---|"
    );
    row("nothing happens", &idle, 0);
    row("monitoring", &watching, asked);
    println!(
        "\n{:.2} % of a core (aim: at most 2.00), peak {:.0} MiB (aim: at most 30){}",
        share(&watching),
        watching.peak_mib,
        load().unwrap_or_default(),
    );
}

fn row(name: &str, cost: &Cost, asked: u64) {
    println!(
        "| {name} | {:.2} | {:.3} | {:.1} | {:.1} |",
        share(cost),
        cost.cpu,
        cost.peak_mib,
        asked as f64 / cost.wall,
    );
}

/// Percent of one core.
fn share(cost: &Cost) -> f64 {
    100.0 * cost.cpu / cost.wall
}
