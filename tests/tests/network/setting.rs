//! A proxy entered in the settings, from the desk to the wire.

use crate::alone::{alone, trust};
use crate::company::Company;
use crate::errand::{Errand, SITE, impatient};
use slipway_engine::desk::seat::parts;
use slipway_engine::desk::{Desk, Parts, ProxyOrder, SiteState, TokenState};
use slipway_engine::job::{Job, Sink};
use slipway_engine::project::{
    EnvKey, Environment, EnvironmentKind, Plan, Project, ProjectGuid, Role, SiteExpectation,
};
use slipway_engine::secret::{Keychain, LockableKeychain, SessionKeychain};
use slipway_engine::units::Moment;
use std::path::Path;
use std::sync::Arc;

const WORD: &str = "s@fe w/rd-of-petra";

struct Silence;

impl Sink for Silence {
    fn job_changed(&self, _: &Job) {}
}

fn sit_down<K: Keychain + 'static>(folder: &Path, keychain: &Arc<K>) -> Desk {
    let desk = Desk::new(Parts {
        keychain: keychain.clone(),
        retries: impatient(),
        ..parts(folder, Arc::new(Silence)).expect("a ledger")
    });
    desk.expect("a desk")
}

fn shop() -> Project {
    Project {
        id: "shop".into(),
        name: "Shop".into(),
        guid: ProjectGuid("8b3e3f1c-9a7d-4c1e-9f51-0c2f2e7d6a10".into()),
        portal: "https://portal.example".into(),
        plan: Plan::Standard,
        role: Role::TenantAdministrator,
        environments: vec![Environment {
            key: EnvKey("qa".into()),
            kind: EnvironmentKind::Qa,
            name: "QA".into(),
            site: Some(SITE.into()),
            expectation: SiteExpectation::default(),
        }],
        practice: false,
        created_at: Moment(jiff::Timestamp::now()),
    }
}

async fn sees_the_site(desk: &Desk) -> SiteState {
    let sample = desk.look_at_site("shop", &EnvKey("qa".into())).await;
    sample.expect("a look").state
}

fn order(address: &str, user: &str, password: &str) -> ProxyOrder {
    ProxyOrder {
        address: address.into(),
        user: user.into(),
        password: password.into(),
    }
}

#[test]
fn a_proxy_entered_in_the_settings_is_taken_at_once_and_after_a_restart() {
    alone(async || {
        let company = Company::with_password(Some(&format!("petra:{WORD}"))).await;
        trust(&company.authority.pem);
        let _errand = Errand::to(&company).await;
        let folder = tempfile::tempdir().expect("a folder");
        let keychain = Arc::new(SessionKeychain::default());
        let desk = sit_down(folder.path(), &keychain);
        desk.keep_practice_project(shop(), String::from("pat-1234567890").into())
            .expect("a project");
        assert_ne!(
            sees_the_site(&desk).await,
            SiteState::AsExpected,
            "there is no way yet"
        );

        let address = format!("127.0.0.1:{}", company.port);
        let shown = desk
            .save_proxy(order(&address, "petra", WORD))
            .expect("it is kept");
        assert_eq!(shown.proxy, format!("http://{address}"));
        assert_eq!(
            (shown.user.as_str(), shown.password),
            ("petra", TokenState::Saved)
        );
        assert_eq!(sees_the_site(&desk).await, SiteState::AsExpected);
        desk.close();

        let again = sit_down(folder.path(), &keychain);
        assert_eq!(sees_the_site(&again).await, SiteState::AsExpected);
        let shown = again
            .save_proxy(order("", "", ""))
            .expect("the system's again");
        assert_eq!(
            (shown.proxy.as_str(), shown.password),
            ("", TokenState::None)
        );
        assert_ne!(sees_the_site(&again).await, SiteState::AsExpected);
        let account = format!("proxy:petra@http://{address}");
        assert!(
            keychain.read(&account).expect("reads").is_none(),
            "it is forgotten"
        );
    });
}

#[test]
fn a_keychain_that_is_unlocked_after_the_start_gives_the_proxys_password_without_a_restart() {
    alone(async || {
        let company = Company::with_password(Some(&format!("petra:{WORD}"))).await;
        trust(&company.authority.pem);
        let _errand = Errand::to(&company).await;
        let folder = tempfile::tempdir().expect("a folder");
        let keychain = Arc::new(LockableKeychain::default());
        let desk = sit_down(folder.path(), &keychain);
        desk.keep_practice_project(shop(), String::from("pat-1234567890").into())
            .expect("a project");
        let address = format!("127.0.0.1:{}", company.port);
        desk.save_proxy(order(&address, "petra", WORD))
            .expect("it is kept");
        desk.close();

        keychain.lock(true);
        let again = sit_down(folder.path(), &keychain);
        assert_eq!(again.network().expect("shown").password, TokenState::Locked);
        assert_ne!(sees_the_site(&again).await, SiteState::AsExpected);
        keychain.lock(false);
        assert_eq!(again.network().expect("shown").password, TokenState::Saved);
        assert_eq!(sees_the_site(&again).await, SiteState::AsExpected);
    });
}

#[test]
fn promise_22_the_proxys_password_is_in_the_keychain_and_in_no_file() {
    alone(async || {
        let folder = tempfile::tempdir().expect("a folder");
        let keychain = Arc::new(SessionKeychain::default());
        let desk = sit_down(folder.path(), &keychain);
        // Many networks hand out the whole thing as one address.
        let whole = "http://petra:s%40fe%20w%2Frd-of-petra@proxy.contoso.example:8080/";
        let shown = desk.save_proxy(order(whole, "", "")).expect("it is kept");
        assert_eq!(shown.proxy, "http://proxy.contoso.example:8080");
        let kept = keychain.read("proxy:petra@http://proxy.contoso.example:8080");
        let kept = kept.expect("reads").expect("it is there");
        assert_eq!(kept.expose(), WORD);
        // Another proxy does not get it.
        let other = desk
            .save_proxy(order("other.example:8080", "petra", ""))
            .expect("kept");
        assert_eq!(other.password, TokenState::None);
        desk.close();
        for entry in std::fs::read_dir(folder.path()).expect("a folder") {
            let path = entry.expect("an entry").path();
            let Ok(bytes) = std::fs::read(&path) else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("rd-of-petra"), "{}", path.display());
        }
    });
}
