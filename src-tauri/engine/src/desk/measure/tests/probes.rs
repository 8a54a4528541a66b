//! Probes, their passwords, smoke tests on demand, and two environments side by side.

use super::*;
use crate::release::parity::ParityAspect;
use crate::release::probe::{Expect, Probe};
use crate::secret::{Keychain, Secret};

fn saved(answer: ProbesSaved) -> Vec<Probe> {
    match answer {
        ProbesSaved::Saved { probes } => probes,
        ProbesSaved::Problems { problems } => panic!("{problems:?}"),
    }
}

fn problems(answer: ProbesSaved) -> Vec<(String, String)> {
    match answer {
        ProbesSaved::Saved { probes } => panic!("{probes:?}"),
        ProbesSaved::Problems { problems } => problems
            .into_iter()
            .map(|problem| (problem.field, problem.code))
            .collect(),
    }
}

fn of_prod(stage: &Stage) -> Probe {
    let probes = stage.desk.probes("p").expect("reads");
    let of_prod = probes.into_iter().find(|it| it.env.0 == "prod");
    of_prod.expect("the start page")
}

#[tokio::test]
async fn without_probes_of_its_own_every_site_is_asked_for_its_start_page() {
    let stage = Stage::new().await;
    let probes = stage.desk.probes("p").expect("reads");
    let asked: Vec<(&str, &str)> = probes
        .iter()
        .map(|probe| (probe.env.0.as_str(), probe.address.as_str()))
        .collect();
    assert_eq!(asked, [("qa", "/"), ("uat", "/"), ("prod", "/")]);
    assert!(probes.iter().all(|probe| probe.smoke && probe.monitored));
    assert!(
        probes
            .iter()
            .all(|probe| (probe.limit_ms, probe.tries) == (10_000, 3))
    );
}

#[tokio::test]
async fn probes_are_kept_and_what_cannot_be_is_named_field_by_field() {
    let stage = Stage::new().await;
    let good = Probe {
        id: String::new(),
        name: " Shop ".into(),
        address: "/shop".into(),
        ..of_prod(&stage)
    };
    let kept = saved(
        stage
            .desk
            .save_probes("p", vec![good.clone()])
            .expect("saves"),
    );
    assert_eq!(kept[0].name, "Shop");
    assert!(!kept[0].id.is_empty());
    assert_eq!(stage.desk.probes("p").expect("reads"), kept);
    let bad = Probe {
        name: " ".into(),
        address: "https://192.168.1.7/".into(),
        selector: Some("p[".into()),
        limit_ms: 10_001,
        tries: 0,
        every_s: 0,
        expect: Expect::Status { status: 99 },
        ..good
    };
    let answer = stage.desk.save_probes("p", vec![kept[0].clone(), bad]);
    assert_eq!(
        problems(answer.expect("an answer")),
        [
            ("1.name", "probe-name-missing"),
            ("1.address", "probe-address-private"),
            ("1.expect.status", "status-invalid"),
            ("1.selector", "selector-invalid"),
            ("1.limit_ms", "probe-limit-invalid"),
            ("1.tries", "probe-tries-invalid"),
            ("1.every_s", "probe-every-invalid"),
        ]
        .map(|(field, code)| (field.to_owned(), code.to_owned()))
    );
    assert_eq!(stage.desk.probes("p").expect("reads"), kept);
}

#[tokio::test]
async fn promise_36_a_password_is_kept_in_the_keychain_and_stays_with_its_host() {
    let stage = Stage::new().await;
    let guarded = Probe {
        user: Some("tom".into()),
        ..of_prod(&stage)
    };
    let probe = saved(stage.desk.save_probes("p", vec![guarded]).expect("saves")).remove(0);
    let password = || Some(Secret::from("open sesame".to_owned()));
    let kept = stage.desk.probe_password("p", &probe.id, password());
    assert_eq!(kept, Ok(true));
    let account = format!("probe:p:{}:tom@{}", probe.id, stage.site.origin());
    assert!(stage.keychain.read(&account).expect("reads").is_some());

    let prod = EnvKey("prod".into());
    let job = stage.desk.smoke("p", &prod, None).expect("starts");
    stage.end_of(&job, 5).await;
    assert!(
        stage
            .site
            .last_head()
            .contains("Basic dG9tOm9wZW4gc2VzYW1l")
    );
    let run = stage
        .desk
        .smoke_run("p", &prod)
        .expect("reads")
        .expect("one");
    assert!(run.all_work);
    assert!(!format!("{run:?}").contains("sesame"));

    let elsewhere = Probe {
        address: "https://shop.example/".into(),
        ..probe
    };
    saved(stage.desk.save_probes("p", vec![elsewhere]).expect("saves"));
    assert!(stage.keychain.read(&account).expect("reads").is_none());
}

#[tokio::test]
async fn a_smoke_run_is_kept_with_every_look() {
    let stage = Stage::new().await;
    stage.site.is(Face::Broken("/"));
    let prod = EnvKey("prod".into());
    let job = stage.desk.smoke("p", &prod, None).expect("starts");
    let ended = stage.end_of(&job, 10).await;
    assert_eq!(ended.state, JobState::Succeeded);
    assert_eq!(ended.params["works"], "0");
    let run = stage
        .desk
        .smoke_run("p", &prod)
        .expect("reads")
        .expect("one");
    assert!(!run.all_work);
    assert_eq!((run.looks[0].status, run.looks[0].tries), (Some(500), 3));
    assert_eq!(stage.site.asked_for("/"), 3);
}

#[tokio::test]
async fn nothing_is_smoke_tested_where_there_is_nothing_to_ask() {
    let stage = Stage::new().await;
    let only = Probe {
        smoke: false,
        ..of_prod(&stage)
    };
    saved(stage.desk.save_probes("p", vec![only]).expect("saves"));
    for env in ["qa", "prod"] {
        let refused = stage.desk.smoke("p", &EnvKey(env.into()), None);
        assert_eq!(refused.expect_err("refused").code, "probes-none");
    }
}

#[tokio::test]
async fn two_environments_are_measured_and_the_comparison_is_kept() {
    let stage = Stage::new().await;
    let [uat, prod] = ["uat", "prod"].map(|env| EnvKey(env.into()));
    let mut project = stage.desk.project("p").expect("reads");
    project.environments[2].site = None;
    stage.desk.0.ledger.save_project(&project).expect("saves");
    assert_eq!(stage.desk.parity_of("p", &uat, &prod).expect("reads"), None);
    let measured = stage.desk.measure_parity("p", &uat, &prod).await;
    let parity = measured.expect("measured");
    assert_eq!(parity.left.headers["x-frame-options"], "DENY");
    assert_eq!(parity.left.look.as_ref().expect("a look").status, Some(200));
    assert_eq!(parity.right.look, None);
    assert_eq!(parity.differences[0].what, ParityAspect::Status);
    let kept = stage.desk.parity_of("p", &uat, &prod).expect("reads");
    assert_eq!(kept, Some(parity));
    assert_eq!(stage.desk.parity_of("p", &prod, &uat).expect("reads"), None);
}
