use super::*;
use crate::desk::{KnownBy, Placement};
use crate::project::EnvKey;
use crate::release::probe::LookBecause;
use crate::units::Count;
use std::collections::BTreeMap;

const NOW: Moment = Moment(jiff::Timestamp::UNIX_EPOCH);

fn look(status: u16, took: u64) -> Look {
    let works = status == 200;
    Look {
        probe_id: "shop".into(),
        at: NOW,
        works,
        status: Some(status),
        took_ms: Count(took),
        because: if works {
            LookBecause::AsExpected
        } else {
            LookBecause::OtherStatus
        },
        params: BTreeMap::new(),
        redirects: Vec::new(),
        body_sha256: None,
        tries: 1,
    }
}

fn side(env: &str) -> SiteFacts {
    SiteFacts {
        env: EnvKey(env.into()),
        env_name: env.to_uppercase(),
        address: Some(format!("https://{env}.example")),
        at: NOW,
        look: Some(look(200, 100)),
        certificate: Some(SiteCertificate {
            issuer: "Contoso CA".into(),
            expires: NOW,
            days_left: 60,
        }),
        headers: BTreeMap::from([
            ("x-frame-options".into(), "DENY".into()),
            ("cache-control".into(), "no-cache".into()),
        ]),
        pages: vec![look(200, 100)],
        placement: Some(Placement {
            project_id: "p".into(),
            env: EnvKey(env.into()),
            sha256: "ab".repeat(32),
            file_name: "shop.zip".into(),
            build_number: None,
            code_version: Some("31.6.2".into()),
            at: NOW,
            known_by: KnownBy::Measured,
            downtime_ms: None,
        }),
        zero_downtime: Some(true),
    }
}

/// What differs once the right side was changed.
fn found(change: impl FnOnce(&mut SiteFacts)) -> Vec<(ParityAspect, String, bool)> {
    let mut right = side("prod");
    change(&mut right);
    let parity = compare(side("uat"), right, NOW);
    let differences = parity.differences.into_iter();
    differences
        .map(|it| (it.what, it.name, it.matters))
        .collect()
}

#[test]
fn two_sides_that_are_alike_differ_in_nothing() {
    assert_eq!(found(|_| {}), []);
}

#[test]
fn another_package_is_how_it_should_be_before_a_promotion() {
    let other = found(|right| right.placement.as_mut().expect("one").sha256 = "cd".repeat(32));
    assert_eq!(other, [(ParityAspect::Package, "sha256".into(), false)]);
    assert_eq!(found(|right| right.placement = None).len(), 2);
}

#[test]
fn a_target_with_a_higher_version_matters_and_a_lower_one_does_not() {
    let version = |text: &str| {
        let text = Some(text.to_owned());
        found(|right| right.placement.as_mut().expect("one").code_version = text)
    };
    let named = |matters| [(ParityAspect::XperienceVersion, "version".into(), matters)];
    assert_eq!(version("31.10.0"), named(true));
    assert_eq!(version("31.6.1"), named(false));
}

#[test]
fn a_page_or_status_that_differs_matters() {
    let page = found(|right| right.pages[0] = look(404, 100));
    assert_eq!(page, [(ParityAspect::Page, "shop".into(), true)]);
    let status = found(|right| right.look = Some(look(500, 100)));
    assert_eq!(status, [(ParityAspect::Status, "start-page".into(), true)]);
}

#[test]
fn redirects_are_compared_by_path_where_they_stay_on_the_site() {
    let mut left = side("uat");
    left.look.as_mut().expect("one").redirects = vec!["https://uat.example/en".into()];
    let mut right = side("prod");
    right.look.as_mut().expect("one").redirects = vec!["https://prod.example/en".into()];
    assert_eq!(compare(left.clone(), right.clone(), NOW).differences, []);
    right.look.as_mut().expect("one").redirects = vec!["https://prod.example/de".into()];
    let parity = compare(left, right, NOW);
    assert_eq!(parity.differences[0].what, ParityAspect::Redirects);
    assert_eq!(parity.differences[0].right.as_deref(), Some("/de"));
}

#[test]
fn a_missing_security_header_matters_and_another_cache_header_is_worth_knowing() {
    let missing = found(|right| {
        right.headers.remove("x-frame-options");
    });
    assert_eq!(
        missing,
        [(ParityAspect::Header, "x-frame-options".into(), true)]
    );
    let cache = found(|right| {
        right
            .headers
            .insert("cache-control".into(), "public".into());
    });
    assert_eq!(
        cache,
        [(ParityAspect::Header, "cache-control".into(), false)]
    );
}

#[test]
fn a_certificate_about_to_run_out_matters() {
    let soon = found(|right| right.certificate.as_mut().expect("one").days_left = 3);
    assert_eq!(
        soon,
        [(ParityAspect::Certificate, "days-left".into(), true)]
    );
}

#[test]
fn only_a_side_that_is_much_slower_is_told() {
    let slower = |ms| found(|right| right.pages[0] = look(200, ms));
    assert_eq!(slower(350), []);
    assert_eq!(slower(900), [(ParityAspect::Speed, "shop".into(), false)]);
}

#[test]
fn a_target_that_loses_zero_downtime_matters() {
    let mut left = side("uat");
    left.zero_downtime = Some(false);
    let parity = compare(left, side("prod"), NOW);
    assert!(parity.differences[0].matters);
    let unknown = found(|right| right.zero_downtime = None);
    assert_eq!(
        unknown,
        [(ParityAspect::ZeroDowntime, "zero-downtime".into(), false)]
    );
}
