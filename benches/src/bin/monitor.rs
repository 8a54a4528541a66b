//! Sits at a desk for a while: `bench-monitor SITE FOLDER PROBES SECONDS`. With probes, each is looked
//! at once a second, in the half hour after a deployment.

use slipway_benches::seat;
use slipway_engine::desk::seat::project;
use slipway_engine::desk::{Desk, ProbesSaved};
use slipway_engine::project::{EnvKey, Project};
use slipway_engine::release::journey::Purpose;
use slipway_engine::release::probe::{Expect, Probe};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

const STAGE: &str = "production:prod";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [site, folder, probes, seconds] = &args[..] else {
        eprintln!("bench-monitor SITE FOLDER PROBES SECONDS");
        return ExitCode::FAILURE;
    };
    let number = |text: &String| text.parse().expect("a number");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(sit(
        site,
        Path::new(folder),
        number(probes),
        Duration::from_secs(number(seconds)),
    ));
    ExitCode::SUCCESS
}

async fn sit(site: &str, folder: &Path, probes: u64, time: Duration) {
    let desk = seat::sit_down(folder);
    let project = project(Some(site));
    desk.keep_practice_project(project.clone(), "none".to_owned().into())
        .expect("a project");
    if probes > 0 {
        monitor(&desk, &project, probes);
    }
    tokio::time::sleep(time).await;
    desk.close();
}

fn monitor(desk: &Desk, project: &Project, probes: u64) {
    let saved = desk.save_probes(&project.id, (0..probes).map(probe).collect());
    assert!(matches!(saved, Ok(ProbesSaved::Saved { .. })), "{saved:?}");
    let begun = desk.begin_release(&project.id, Purpose::NewFeatures, "Spring", None);
    let release = begun.expect("a release").release.id;
    desk.monitor(&release, STAGE).expect("a monitor");
    desk.monitor_told_arrived(&release, STAGE)
        .expect("it is there");
}

fn probe(number: u64) -> Probe {
    Probe {
        id: format!("probe-{number}"),
        env: EnvKey("prod".into()),
        name: format!("Page {number}"),
        address: format!("/page/{number}"),
        expect: Expect::Status { status: 200 },
        text: Some("Harbour Blend".into()),
        selector: None,
        limit_ms: 10_000,
        tries: 1,
        every_s: 1,
        smoke: number == 0,
        monitored: true,
        user: None,
        login_is_fine: false,
    }
}
