//! What a domain leads to.

use super::*;
use crate::release::domains::{DomainAsked, DomainKind, DomainSays};

async fn said(stage: &Stage, name: &str, kind: DomainKind) -> (DomainSays, bool) {
    let asked = DomainAsked {
        name: name.into(),
        kind,
        records: String::new(),
    };
    let looks = stage.desk.look_at_domains("p", vec![asked]).await;
    let look = looks.expect("looked").remove(0);
    assert_eq!(
        look.fine,
        matches!(look.says, DomainSays::Fine | DomainSays::SignInPage)
    );
    (look.says, !look.addresses.is_empty())
}

#[tokio::test]
async fn a_domain_of_the_project_is_looked_at_with_its_addresses_and_its_sign_in_page() {
    let stage = Stage::new().await;
    let site = stage.site.origin();
    let channel = said(&stage, &site, DomainKind::Channel).await;
    assert_eq!(channel, (DomainSays::Fine, true));
    let admin = said(&stage, &site, DomainKind::Admin).await;
    assert_eq!(admin, (DomainSays::SignInPage, true));
    assert_eq!(stage.site.asked_for("/admin"), 1);
    stage.site.is(Face::Broken("/admin"));
    let none = said(&stage, &site, DomainKind::Admin).await;
    assert_eq!(none, (DomainSays::NoSignInPage, true));
}

#[tokio::test]
async fn a_domain_that_leads_nowhere_is_told_from_one_that_cannot_be_read() {
    let stage = Stage::new().await;
    // No name server is asked for a name that is too long to be one.
    let name = format!("{}.example", "a".repeat(64));
    let nowhere = said(&stage, &name, DomainKind::Channel).await;
    assert_eq!(nowhere, (DomainSays::NotResolved, false));
    let odd = said(&stage, "not a domain", DomainKind::System).await;
    assert_eq!(odd, (DomainSays::NameUnreadable, false));
}

#[tokio::test]
async fn a_private_address_that_is_no_site_of_the_project_is_not_asked() {
    let stage = Stage::new().await;
    let other = Site::start().await;
    let mut project = stage.desk.project("p").expect("reads");
    for environment in &mut project.environments {
        environment.site = Some("https://shop.example".into());
    }
    stage.desk.0.ledger.save_project(&project).expect("saves");
    let private = said(&stage, &other.origin(), DomainKind::System).await;
    assert_eq!(private.0, DomainSays::NameUnreadable);
    assert_eq!(other.asked_for("/"), 0);
}

#[tokio::test]
async fn the_domains_that_were_looked_at_are_still_there_the_next_time() {
    let stage = Stage::new().await;
    assert_eq!(stage.desk.domains("p").expect("reads"), None);
    let asked = vec![DomainAsked {
        name: "not a domain".into(),
        kind: DomainKind::Sender,
        records: "em1 CNAME u1.mail.example".into(),
    }];
    let looks = stage.desk.look_at_domains("p", asked.clone()).await;
    assert_eq!(looks.expect("looked")[0].says, DomainSays::NameUnreadable);
    assert_eq!(stage.desk.domains("p").expect("reads"), Some(asked));
    assert_eq!(stage.desk.domains("other").expect("reads"), None);
}
