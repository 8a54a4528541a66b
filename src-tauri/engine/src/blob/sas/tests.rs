//! Links as people paste them.

use super::*;
use crate::units::Moment;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use proptest::prelude::*;

const SIG: &str = "kR9u2Bv%2Bq1Xf7aYl%2F0ZtWm3hPc8sNd6gJe5oUi4yTbE%3D";

fn database() -> String {
    format!(
        "https://restore.blob.core.windows.net/database-7f3a?sv=2024-11-04&st=2026-07-17T08%3A00%3A00Z&se=2026-07-24T08%3A00%3A00Z&sr=c&sp=racwl&sip=203.0.113.7&spr=https&sig={SIG}"
    )
}

fn storage() -> String {
    database().replace("database-", "storage-")
}

fn at(text: &str) -> Moment {
    Moment(text.parse().expect("a moment"))
}

fn containers(text: &str) -> Vec<String> {
    let name = |link: Result<SasLink, SasTrouble>| match link {
        Ok(link) => {
            assert_eq!(link.whole().expose(), whole_of(&link), "nothing is lost");
            link.facts().container.clone()
        }
        Err(trouble) => format!("{trouble:?}"),
    };
    links_in(text).into_iter().map(name).collect()
}

fn whole_of(link: &SasLink) -> String {
    if link.facts().container.starts_with("database") {
        database()
    } else {
        storage()
    }
}

#[test]
fn a_link_tells_its_facts() {
    let link = SasLink::parse(&database()).expect("a link");
    let facts = link.facts();
    assert_eq!(facts.host, "restore.blob.core.windows.net");
    assert_eq!(facts.container, "database-7f3a");
    assert_eq!(facts.permissions, "racwl");
    assert_eq!(facts.expires, Some(at("2026-07-24T08:00:00Z")));
    assert_eq!(facts.addresses.as_deref(), Some("203.0.113.7"));
    assert!(facts.https_only && facts.over_https && !facts.for_account);
}

#[test]
fn two_links_are_found_however_they_are_pasted() {
    let (one, two) = (database(), storage());
    let broken = |link: &str| {
        let pieces: Vec<String> = link
            .as_bytes()
            .chunks(60)
            .map(|piece| String::from_utf8_lossy(piece).into_owned())
            .collect();
        pieces.join("\r\n")
    };
    for text in [
        format!("{one}\n{two}"),
        format!("\"{one}\" '{two}'"),
        format!("Database: {one}\nStorage: {two}\n\nSee you, Petra"),
        format!("<{one}>, “{two}”"),
        format!("{}\n\n{}", broken(&one), broken(&two)),
        format!("\"{}\"\n\"{}\"", broken(&one), broken(&two)),
        one.replace('&', "&amp;") + " and " + &two.replace('&', "&amp;"),
        format!(
            "{{\"db\":\"{}\",\"files\":\"{}\"}}",
            one.replace('&', "\\u0026"),
            two.replace('/', "\\/")
        ),
        format!("{one}, {two}."),
        format!("{}\t{}", one.replace("%3A", ":"), two.replace("%2B", "%2b")),
        format!(
            "{} {}",
            one.replace("%2B", "+")
                .replace("%2F", "/")
                .replace("%3D", "="),
            two
        ),
    ] {
        assert_eq!(
            containers(&text),
            ["database-7f3a", "storage-7f3a"],
            "{text}"
        );
        let turned = text
            .replace("database-", "X-")
            .replace("storage-", "database-")
            .replace("X-", "storage-");
        assert_eq!(
            containers(&turned),
            ["storage-7f3a", "database-7f3a"],
            "{turned}"
        );
    }
}

#[test]
fn the_parts_of_a_link_may_come_in_any_order() {
    let (address, query) = database()
        .split_once('?')
        .map(|(a, q)| (a.to_owned(), q.to_owned()))
        .expect("a query");
    let mut parts: Vec<&str> = query.split('&').collect();
    for _ in 0..parts.len() {
        parts.rotate_left(1);
        let text = format!("{address}?{} and then words", parts.join("&"));
        let link = SasLink::parse(&text).expect("a link");
        assert_eq!(link.facts().permissions, "racwl");
    }
}

#[test]
fn what_is_no_whole_link_says_what_is_missing() {
    for (text, trouble) in [
        ("", SasTrouble::NoLink),
        ("see you tomorrow", SasTrouble::NoLink),
        (
            "https://restore.blob.core.windows.net/db",
            SasTrouble::NoSignature,
        ),
        (
            "https://restore.blob.core.windows.net/db?sv=2024-11-04&sr=c&sp=rw",
            SasTrouble::NoSignature,
        ),
        (
            "https://restore.blob.core.windows.net/db?sv=2024-11-04&se=2026-07-24&sig=kR9u2Bv",
            SasTrouble::SignatureCut,
        ),
        (
            &database().replace("/database-7f3a", "/"),
            SasTrouble::NoContainer,
        ),
    ] {
        assert_eq!(SasLink::parse(text).map(drop), Err(trouble), "{text}");
    }
}

#[test]
fn the_account_stands_in_the_path_of_storage_on_an_address() {
    let link = |address: &str| {
        let text = database().replace(
            "https://restore.blob.core.windows.net/database-7f3a",
            address,
        );
        SasLink::parse(&text).expect("a link").facts().clone()
    };
    let facts = link("http://127.0.0.1:10000/devstoreaccount1/db");
    assert_eq!(
        (facts.account.as_deref(), facts.container.as_str()),
        (Some("devstoreaccount1"), "db")
    );
    assert_eq!(facts.host, "127.0.0.1:10000");
    assert_eq!(link("http://127.0.0.1:10000/db").account, None);
    let deeper = link("https://restore.blob.core.windows.net/db/default/assets");
    assert_eq!(
        (deeper.account, deeper.below.as_deref()),
        (None, Some("default/assets"))
    );
}

fn findings(text: &str, now: &str, there: Option<&str>) -> Vec<SasFinding> {
    let link = SasLink::parse(text).expect("a link");
    judge(
        link.facts(),
        at(now),
        there.map(at),
        &[Need::Create, Need::Read, Need::List],
    )
}

#[test]
fn promise_15_a_link_is_judged_before_a_byte_moves() {
    let good = database();
    let now = "2026-07-18T08:00:00Z";
    let right = |right| vec![SasFinding::MissingRight { right }];
    for (text, expected) in [
        (good.clone(), vec![]),
        (
            good.replace("se=2026-07-24", "se=2026-07-18"),
            vec![SasFinding::Expired { at: at(now) }],
        ),
        (
            good.replace("st=2026-07-17", "st=2026-07-19"),
            vec![SasFinding::NotYetValid {
                from: at("2026-07-19T08:00:00Z"),
            }],
        ),
        (good.replace("sp=racwl", "sp=rl"), right(Right::Write)),
        (good.replace("sp=racwl", "sp=cl"), right(Right::Read)),
        (good.replace("sp=racwl", "sp=rw"), right(Right::List)),
        (
            good.replace("sr=c", "ss=b&srt=sco"),
            vec![SasFinding::AccountLink],
        ),
        (
            good.replace("sr=c", "sr=b")
                .replace("7f3a?", "7f3a/db.bacpac?"),
            vec![SasFinding::BlobLink],
        ),
        (
            good.replace("7f3a?", "7f3a/default?"),
            vec![SasFinding::BelowContainer {
                below: "default".into(),
            }],
        ),
        (
            good.replace("sr=c", "sr=d&sdd=1")
                .replace("7f3a?", "7f3a/default?"),
            vec![SasFinding::BelowContainer {
                below: "default".into(),
            }],
        ),
        (
            good.replace("https://", "http://"),
            vec![SasFinding::NeedsHttps],
        ),
        (
            good.replace("sp=racwl", "si=policy"),
            vec![SasFinding::RightsInPolicy],
        ),
    ] {
        let found = findings(&text, now, None);
        assert_eq!(found, expected, "{text}");
        assert!(found.iter().all(|f| f.blocks()
            == !matches!(
                f,
                SasFinding::RightsInPolicy
                    | SasFinding::MissingRight {
                        right: Right::Read | Right::List
                    }
            )));
    }
}

#[test]
fn promise_15_a_wrong_clock_is_told_and_the_services_time_counts() {
    let good = database();
    assert_eq!(
        findings(&good, "2026-08-18T08:00:00Z", Some("2026-07-18T08:00:00Z")),
        [SasFinding::ClockOff {
            minutes: 31 * 24 * 60
        }]
    );
    assert_eq!(
        findings(&good, "2026-07-18T07:54:00Z", Some("2026-07-18T08:00:00Z")),
        [SasFinding::ClockOff { minutes: -6 }]
    );
    assert_eq!(
        findings(&good, "2026-07-18T07:56:00Z", Some("2026-07-18T08:00:00Z")),
        []
    );
}

#[test]
fn promise_16_only_the_same_container_is_the_same_place() {
    let link = |text: &str| SasLink::parse(text).expect("a link");
    let old = link(&database());
    let newer = database()
        .replace("se=2026-07-24", "se=2026-07-31")
        .replace("kR9u", "aB3x");
    assert!(old.same_place(&link(&newer)));
    assert!(old.same_place(&link(&newer.replace("restore.blob", "RESTORE.blob"))));
    for other in [
        storage(),
        newer.replace("restore.blob", "other.blob"),
        newer.replace("7f3a?", "7f3a/x?"),
    ] {
        assert!(!old.same_place(&link(&other)), "{other}");
    }
}

/// Every stretch of eight characters of a signature, plain or encoded, in any case.
fn leaks(signature: &str, text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let written = encoded(signature, b"");
    [signature, written.as_str()].iter().any(|form| {
        let form = form.to_ascii_lowercase();
        form.as_bytes()
            .windows(8)
            .any(|part| text.contains(&*String::from_utf8_lossy(part)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn promise_25_a_link_shows_its_signature_to_nobody(key: [u8; 32], number in 0_u32..1_000_000) {
        let signature = BASE64_STANDARD.encode(key);
        let text = format!(
            "https://a{number}.blob.core.windows.net/c?se=2026-07-24&sr=c&sp=rw&sig={}",
            encoded(&signature, b"")
        );
        let link = SasLink::parse(&text).expect("a link");
        let facts = serde_json::to_string(link.facts()).expect("plain data");
        let address = link.address("db.bacpac", "comp=block");
        let shown = format!(
            "{link:?} {link:#?} {facts} {:?} {} {:?}",
            link.facts(), crate::secret::redact(&address), SasLink::parse(&text[..text.len() - 9]),
        );
        prop_assert!(leaks(&signature, &address));
        prop_assert!(!leaks(&signature, &shown), "{shown}");
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in ".*") {
        let _ = links_in(&text);
        let _ = links_in(&format!("https://{text}?sig={text}&{text}"));
    }
}

/// Compiles only as long as a link implements neither: with two candidates the compiler could not
/// tell which `is_meant` is meant.
#[test]
fn promise_25_a_link_can_be_neither_displayed_nor_serialized() {
    trait Ambiguous<A> {
        fn is_meant() -> bool {
            true
        }
    }
    impl<T> Ambiguous<()> for T {}
    struct Displayed;
    impl<T: std::fmt::Display> Ambiguous<Displayed> for T {}
    struct Serialized;
    impl<T: serde::Serialize> Ambiguous<Serialized> for T {}
    assert!(<SasLink as Ambiguous<_>>::is_meant());
}
