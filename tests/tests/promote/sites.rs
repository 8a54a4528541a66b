//! What sites answer that is not what it seems.

use crate::stage::{PROD, Stage};
use slipway_engine::desk::ProbesSaved;
use slipway_engine::job::JobState;
use slipway_engine::release::journey::{ReleaseEvent, Trigger, TriggerMetric};
use slipway_engine::release::probe::{LookBecause, Probe};
use slipway_engine::release::readiness::Holds;
use slipway_engine::release::smoke::SmokeRun;
use slipway_engine::units::Count;
use slipway_practice::{Flaw, Moved, SiteLogin, SiteSetup, SiteTrouble};
use slipway_tests::releasing::probe;
use std::collections::BTreeMap;

const PASSWORD: &str = "harbour-nyeri-7";

#[tokio::test(flavor = "multi_thread")]
async fn a_login_wall_is_not_taken_for_a_page_that_works() {
    let stage = Stage::before_production().await;
    stage.watch_pages();
    stage.tell(ReleaseEvent::TriggersSet {
        triggers: vec![Trigger {
            id: "down".into(),
            metric: TriggerMetric::SmokeDown,
            threshold: 0.0,
            for_minutes: Count(0),
        }],
    });
    let wall = Flaw {
        trouble: SiteTrouble::LoginWall,
        after_ms: 0,
    };
    stage
        .rehearsal
        .world
        .faults()
        .flaw_next_deployment(Some("prod"), wall);
    let monitor = stage.live_and_monitored().await;
    let seen = stage.seen(&monitor.id);
    let smoke = seen.smoke.expect("they ran at once");
    assert!(!smoke.all_work);
    for look in &smoke.looks {
        assert_eq!(look.because, LookBecause::LoginPage, "{look:?}");
    }
    assert_eq!(seen.fired.len(), 1, "{:?}", seen.fired);
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_36_a_password_goes_to_its_site_and_follows_no_redirect_to_another_host() {
    let stage = Stage::begun().await;
    let qa = stage.site("qa");
    // By name and by port another host than UAT's.
    let elsewhere = qa.replace("127.0.0.1", "localhost");
    let moved = |to: String| Moved { to, status: 302 };
    let setup = SiteSetup {
        basic_auth: Some(SiteLogin {
            user: "taster".into(),
            password: PASSWORD.into(),
        }),
        moved: BTreeMap::from([
            ("/old".to_owned(), moved("/products".into())),
            ("/away".to_owned(), moved(format!("{elsewhere}/products"))),
            ("/port".to_owned(), moved(format!("{qa}/products"))),
        ]),
        ..SiteSetup::default()
    };
    stage
        .rehearsal
        .world
        .faults()
        .set_up_site("uat", Some(setup));
    let before = stage.requests("qa");
    let probes = ["/", "/old", "/away", "/port"].map(|path| Probe {
        user: Some("taster".into()),
        tries: 2,
        ..probe("uat", path)
    });
    stage.save(probes.to_vec());
    for probe in &probes {
        let kept = stage.desk().probe_password(
            &stage.rehearsal.project.id,
            &probe.id,
            Some(PASSWORD.to_owned().into()),
        );
        assert!(kept.expect("it is kept"));
    }
    let run = stage.smoked("uat").await;
    let because: Vec<_> = run.looks.iter().map(|look| look.because).collect();
    assert_eq!(
        because,
        [
            LookBecause::AsExpected,
            LookBecause::AsExpected,
            LookBecause::RedirectedElsewhere,
            LookBecause::RedirectedElsewhere,
        ],
        "{run:?}"
    );
    assert_eq!(stage.requests("qa"), before, "the other host was not asked");
    let uat: Vec<_> = stage
        .rehearsal
        .world
        .requests()
        .into_iter()
        .filter(|seen| seen.place == "uat")
        .collect();
    assert!(
        uat.iter()
            .filter(|seen| seen.path == "/products")
            .all(|seen| seen.with_credentials)
    );
    let said = format!("{run:?} {:?}", stage.rehearsal.history());
    assert!(!said.contains(PASSWORD));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_lacks_its_text_and_one_that_answers_late_are_told_apart() {
    let stage = Stage::begun().await;
    let faults = stage.rehearsal.world.faults();
    let text = Probe {
        text: Some("Harbour Blend".into()),
        ..probe("uat", "/products")
    };
    let element = Probe {
        selector: Some("form[action='/contact'] button".into()),
        ..probe("uat", "/contact")
    };
    stage.save(vec![text, element]);
    assert!(stage.smoked("uat").await.all_work);
    faults.site(
        "uat",
        Some(SiteTrouble::MissingText {
            path: "/products".into(),
            text: "Harbour Blend".into(),
        }),
    );
    let run = stage.smoked("uat").await;
    assert_eq!(run.looks[0].because, LookBecause::TextMissing);
    assert_eq!(run.looks[0].params["text"], "Harbour Blend");
    assert_eq!(run.looks[0].tries, 3, "promise 40");
    assert!(run.looks[1].works);
    faults.site("uat", Some(SiteTrouble::ServerError));
    let run = stage.smoked("uat").await;
    assert!(
        run.looks
            .iter()
            .all(|look| look.because == LookBecause::OtherStatus && look.status == Some(500))
    );
    faults.site("uat", Some(SiteTrouble::Down));
    let run = stage.smoked("uat").await;
    assert!(
        run.looks
            .iter()
            .all(|look| look.because == LookBecause::NoAnswer)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn uat_and_prod_side_by_side_differ_in_what_they_are_set_up_to() {
    let stage = Stage::before_production().await;
    let pages = ["uat", "prod"].map(|env| probe(env, "/products"));
    stage.save(pages.to_vec());
    let headers = BTreeMap::from([("x-frame-options".to_owned(), String::new())]);
    let setup = SiteSetup {
        headers,
        ..SiteSetup::default()
    };
    stage
        .rehearsal
        .world
        .faults()
        .set_up_site("prod", Some(setup));
    let (left, right) = (Stage::env("uat"), Stage::env("prod"));
    let parity = stage
        .desk()
        .measure_parity(&stage.rehearsal.project.id, &left, &right);
    let parity = parity.await.expect("both answer");
    let header = parity
        .differences
        .iter()
        .find(|d| d.name == "x-frame-options");
    let header = header.unwrap_or_else(|| panic!("{:?}", parity.differences));
    assert_eq!(header.left.as_deref(), Some("SAMEORIGIN"));
    assert_eq!(header.right, None);
    assert!(header.matters);
    let items = stage.stage(PROD).items.into_iter();
    let mut confirmed = items.filter(|view| view.item.code.as_deref() == Some("parity-confirmed"));
    let answer = confirmed.next().and_then(|view| view.answer);
    assert_eq!(answer.expect("Slipway answers").answer, Holds::DoesNotHold);
}

impl Stage {
    fn site(&self, env: &str) -> String {
        let mut environments = self.rehearsal.project.environments.iter();
        let known = environments
            .find(|known| known.key.0 == env)
            .expect("it is there");
        known.site.clone().expect("its address")
    }

    fn requests(&self, place: &str) -> usize {
        let seen = self.rehearsal.world.requests();
        seen.iter().filter(|seen| seen.place == place).count()
    }

    fn save(&self, probes: Vec<Probe>) {
        let saved = self.desk().save_probes(&self.rehearsal.project.id, probes);
        let saved = saved.expect("they can be saved");
        assert!(matches!(saved, ProbesSaved::Saved { .. }), "{saved:?}");
    }

    async fn smoked(&self, env: &str) -> SmokeRun {
        let project = &self.rehearsal.project.id;
        let job = self
            .desk()
            .smoke(project, &Self::env(env), None)
            .expect("they run");
        assert_eq!(self.ended(&job.id).await.state, JobState::Succeeded);
        let run = self
            .desk()
            .smoke_run(project, &Self::env(env))
            .expect("a run");
        run.expect("it is kept")
    }
}
