//! Arrival is said only where another build answers.

use super::*;
use crate::desk::HistoryFilter;
use crate::release::Answering;
use crate::release::journey::ArrivalKnownBy;

impl Stage {
    fn arrived(&self, release: &str) -> Option<ArrivalKnownBy> {
        let view = self.desk.release(release).expect("a release");
        let stage = view.release.stage(STAGE).expect("a stage");
        stage.arrived.as_ref().map(|arrived| arrived.known_by)
    }

    /// How often something stands in the history.
    fn written(&self, kind: &str) -> usize {
        let filter = HistoryFilter {
            kind: Some(kind.to_owned()),
            ..HistoryFilter::default()
        };
        let page = self.desk.history(&filter).expect("reads");
        page.entries.len()
    }

    /// The site is away for a minute, and looks like this afterwards.
    async fn goes_and_comes_back(&self, face: Face) {
        self.site.is(Face::Offline);
        self.seconds(60).await;
        self.site.is(face);
        self.seconds(40).await;
    }
}

#[tokio::test]
async fn a_site_that_comes_back_with_the_build_before_has_not_arrived_and_the_next_try_has() {
    let stage = Stage::new().await;
    let release = stage.release();
    let job = stage.desk.monitor(&release, STAGE).expect("starts");
    stage.seconds(10).await;
    stage.goes_and_comes_back(Face::Live).await;
    assert_eq!(stage.phase(&job), "back-as-before");
    assert_eq!(stage.arrived(&release), None);
    assert_eq!(stage.written("site-back-as-before"), 1);
    let view = stage.desk.monitor_view(&job.id).expect("a view");
    assert_eq!(view.shown.answering, Some(Answering::AsBefore));
    assert_eq!(view.shown.watched_from, None, "nothing is measured of it");

    stage.goes_and_comes_back(Face::LiveAnew).await;
    assert_eq!(stage.phase(&job), "monitoring");
    assert_eq!(stage.arrived(&release), Some(ArrivalKnownBy::Measured));
    assert_eq!(stage.written("release-arrived"), 1);
    assert_eq!(stage.written("site-back-as-before"), 1);
}

#[tokio::test]
async fn a_site_that_does_not_tell_its_build_is_measured_and_arrives_by_the_users_word() {
    let stage = Stage::new().await;
    let release = stage.release();
    stage.site.is(Face::Nameless);
    let job = stage.desk.monitor(&release, STAGE).expect("starts");
    stage.seconds(10).await;
    stage.goes_and_comes_back(Face::Nameless).await;
    assert_eq!(stage.phase(&job), "monitoring");
    assert_eq!(stage.arrived(&release), None);
    assert_eq!(stage.written("site-back-unclear"), 1);
    let view = stage.desk.monitor_view(&job.id).expect("a view");
    assert_eq!(view.shown.answering, Some(Answering::CannotBeTold));
}
