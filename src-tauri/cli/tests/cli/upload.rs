use super::{Bench, code, explained, printed, slipway};
use slipway_engine::package::sample::SamplePackage;
use slipway_practice::{Effect, FaultRule, PracticeOptions, PracticeWorld};
use std::path::PathBuf;
use std::process::Output;

/// A practice world that is in a hurry, and a package.
struct Pipeline {
    bench: Bench,
    world: PracticeWorld,
}

impl Pipeline {
    async fn new() -> Self {
        let options = PracticeOptions {
            pace: 0.01,
            ..PracticeOptions::default()
        };
        Self {
            bench: Bench::new(),
            world: PracticeWorld::start(options)
                .await
                .expect("a practice world"),
        }
    }

    async fn upload(&self, package: PathBuf, token: Option<&str>) -> Output {
        let facts = self.world.facts();
        let mut command = slipway();
        command.arg("upload").arg(package).args([
            "--project",
            &facts.project_guid.0,
            "--portal",
            &facts.portal,
            "--env",
            "QA",
        ]);
        if let Some(token) = token {
            command.env("SLIPWAY_PAT", token);
        }
        let output = tokio::task::spawn_blocking(move || command.output()).await;
        output.expect("it is waited for").expect("it runs")
    }

    async fn upload_ready(&self) -> Output {
        let token = self.world.facts().token;
        self.upload(self.bench.ready(), Some(&token)).await
    }

    fn uploads_met(&self) -> usize {
        let requests = self.world.requests();
        requests
            .iter()
            .filter(|request| request.method == "POST")
            .count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_upload_ends_with_0_and_becomes_a_deployment() {
    let pipeline = Pipeline::new().await;
    let output = pipeline.upload_ready().await;
    assert_eq!(code(&output), 0, "{}", explained(&output));
    assert!(
        printed(&output).contains("SHA-256 "),
        "{}",
        printed(&output)
    );
    assert_eq!(pipeline.world.deployments().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_not_taken_ends_with_2_and_is_never_printed() {
    let pipeline = Pipeline::new().await;
    let wrong = "pat-wrong-3f9c1a77e0b24d55";
    let output = pipeline.upload(pipeline.bench.ready(), Some(wrong)).await;
    assert_eq!(code(&output), 2);
    assert!(
        explained(&output).contains("token"),
        "{}",
        explained(&output)
    );
    assert!(!explained(&output).contains(wrong) && !printed(&output).contains(wrong));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_nothing_is_sent() {
    let pipeline = Pipeline::new().await;
    let output = pipeline.upload(pipeline.bench.ready(), None).await;
    assert_eq!(code(&output), 2);
    assert_eq!(pipeline.uploads_met(), 0);
    assert!(
        explained(&output).contains("SLIPWAY_PAT"),
        "{}",
        explained(&output)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_that_will_not_work_is_not_sent() {
    let pipeline = Pipeline::new().await;
    let package = pipeline
        .bench
        .package("wrapped.zip", &SamplePackage::new().wrapped_in("out"));
    let token = pipeline.world.facts().token;
    let output = pipeline.upload(package, Some(&token)).await;
    assert_eq!((code(&output), pipeline.uploads_met()), (2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_39_a_lost_answer_ends_with_4_and_is_not_sent_again() {
    let pipeline = Pipeline::new().await;
    pipeline
        .world
        .faults()
        .arm(FaultRule::next_upload(Effect::LostAnswer {
            accepted: true,
        }));
    let output = pipeline.upload_ready().await;
    assert_eq!(code(&output), 4, "{}", explained(&output));
    assert_eq!(pipeline.uploads_met(), 1);
    assert!(
        explained(&output).contains("Deployments"),
        "{}",
        explained(&output)
    );
}
