use super::*;
use proptest::prelude::*;

const GUID: &str = "8b3e3f1c-9a7d-4c1e-9f51-0c2f2e7d6a10";
const OTHER: &str = "1d2c3b4a-0000-4f00-8000-5e6f7a8b9c0d";

fn read(text: &str) -> Result<(String, String), String> {
    read_portal_address(text)
        .map(|found| (found.guid.0, found.portal))
        .map_err(|fault| fault.code)
}

fn public() -> Result<(String, String), String> {
    Ok((GUID.to_owned(), XPERIENCE_PORTAL.to_owned()))
}

#[test]
fn every_address_of_the_portal_names_the_project() {
    for path in [
        "/dashboard",
        "/deployments",
        "",
        "/",
        "/data-management/restore-points?tab=weekly#top",
    ] {
        assert_eq!(
            read(&format!("https://xperience-portal.com/{GUID}{path}")),
            public(),
            "{path}"
        );
    }
    assert_eq!(
        read(&format!(
            "https://xperience-portal.com/api/deployment/upload/{GUID}/uat"
        )),
        public()
    );
    assert_eq!(
        read(&format!(
            "HTTPS://Xperience-Portal.com/{}/Dashboard",
            GUID.to_uppercase()
        )),
        public()
    );
    assert_eq!(
        read(&format!("xperience-portal.com/{GUID}/dashboard")),
        public()
    );
}

#[test]
fn a_bare_guid_is_enough_however_it_is_wrapped() {
    for text in [
        GUID.to_owned(),
        GUID.to_uppercase(),
        format!("{{{GUID}}}"),
        format!("({GUID})"),
        format!("\"{GUID}\""),
        format!("“{GUID}”"),
        format!("'{{{}}}';", GUID.to_uppercase()),
        format!("  \r\n{GUID}\r\n"),
        format!("Project GUID: {GUID}, as we said yesterday."),
        GUID.replace('-', ""),
        format!("{{{}}}", GUID.replace('-', "").to_uppercase()),
        GUID.replace('-', "\u{2011}"),
        format!("\u{feff}{GUID}"),
        format!("project%7B{GUID}%7D"),
    ] {
        assert_eq!(read(&text), public(), "{text:?}");
    }
}

#[test]
fn line_breaks_of_a_mail_do_not_matter() {
    for text in [
        format!("https://xperience-portal.com/\n{GUID}/dashboard"),
        format!("https://xperience-portal.com/{GUID}\r\n/dashboard\r\n\r\nBest regards"),
        format!(
            "https://xperience-portal.com/{}-\n{}/dashboard",
            &GUID[..8],
            &GUID[9..]
        ),
        format!("{}\n{}", &GUID[..20], &GUID[20..]),
        format!("<https://xperience-portal.com/{GUID}/dashboard>"),
        format!("[the project](https://xperience-portal.com/{GUID}/dashboard)"),
    ] {
        assert_eq!(read(&text), public(), "{text:?}");
    }
}

#[test]
fn another_portal_is_taken_from_its_address_alone() {
    let found = |portal: &str| Ok((GUID.to_owned(), portal.to_owned()));
    assert_eq!(
        read(&format!("https://portal.example.com:8443/{GUID}/x")),
        found("https://portal.example.com:8443")
    );
    assert_eq!(
        read(&format!("https://who:secret@portal.example.com/{{{GUID}}}")),
        found("https://portal.example.com")
    );
    assert_eq!(
        read(&format!("http://127.0.0.1:4711/{GUID}")),
        found("http://127.0.0.1:4711")
    );
    assert_eq!(
        read(&format!("http://localhost:4711/{GUID}")),
        found("http://localhost:4711")
    );
    assert_eq!(
        read(&format!("http://[::1]:4711/{GUID}")),
        found("http://[::1]:4711")
    );
    // A token must never travel to a page that only stands beside the GUID.
    assert_eq!(
        read(&format!("see https://docs.example.com/saas for {GUID}")),
        public()
    );
}

#[test]
fn of_several_guids_in_one_address_the_first_is_the_project() {
    assert_eq!(
        read(&format!(
            "https://xperience-portal.com/{GUID}/deployments/{OTHER}"
        )),
        public()
    );
    assert_eq!(
        read(&format!(
            "{GUID}\nhttps://xperience-portal.com/{GUID}/dashboard"
        )),
        public()
    );
}

#[test]
fn two_projects_are_ambiguous() {
    let ambiguous = Err("address-ambiguous".to_owned());
    assert_eq!(read(&format!("{GUID} {OTHER}")), ambiguous);
    assert_eq!(read(&format!("{GUID},{OTHER}")), ambiguous);
    assert_eq!(
        read(&format!(
            "https://xperience-portal.com/{GUID} https://xperience-portal.com/{OTHER}"
        )),
        ambiguous
    );
    assert_eq!(
        read(&format!(
            "https://xperience-portal.com/{GUID}/dashboard and {OTHER}"
        )),
        ambiguous
    );
}

#[test]
fn text_without_a_project_is_refused() {
    for text in [
        "",
        "https://xperience-portal.com/",
        "hello",
        &GUID[..35],
        &format!("{GUID}0"),
        &format!("a{GUID}"),
        "00000000-0000-0000-0000-000000000000",
        "8b3e3f1c9a7d4c1e9f510c2f2e7d6a1",
    ] {
        assert_eq!(
            read(text),
            Err("address-without-guid".to_owned()),
            "{text:?}"
        );
    }
}

#[test]
fn plain_http_to_another_computer_is_refused() {
    for host in [
        "xperience-portal.com",
        "10.0.0.1",
        "127.0.0.1.example.com",
        "localhost.example.com",
        "[2001:db8::1]",
    ] {
        assert_eq!(
            read(&format!("http://{host}/{GUID}")),
            Err("address-not-secure".to_owned()),
            "{host}"
        );
    }
}

#[test]
fn a_site_address_is_completed() {
    for (text, site) in [
        ("www.example.com", "https://www.example.com"),
        ("  https://www.example.com/  ", "https://www.example.com"),
        (
            "<https://qa-shop-1a2b3c.xperience-sites.com>",
            "https://qa-shop-1a2b3c.xperience-sites.com",
        ),
        (
            "HTTPS://WWW.Example.com/en/?utm=1#top",
            "https://www.example.com/en",
        ),
        (
            "https://user:word@example.com:8443",
            "https://example.com:8443",
        ),
        ("http://127.0.0.1:5001", "http://127.0.0.1:5001"),
        ("http://[::1]:5001/", "http://[::1]:5001"),
        ("localhost:5001", "https://localhost:5001"),
        ("bücher.example", "https://xn--bcher-kva.example"),
    ] {
        assert_eq!(
            read_site_address(text).map_err(|fault| fault.code),
            Ok(site.to_owned()),
            "{text:?}"
        );
    }
}

#[test]
fn nonsense_is_no_site_address() {
    for text in [
        "",
        "   ",
        "https://",
        "shop",
        "https://shop",
        "ftp://example.com",
        "a b.example.com",
        "example..com",
        "https:///x",
        "javascript:alert(1)",
        "..",
        "file:///etc/passwd",
    ] {
        assert_eq!(
            read_site_address(text).map_err(|fault| fault.code),
            Err("site-address-invalid".to_owned()),
            "{text:?}"
        );
    }
    assert_eq!(
        read_site_address("http://www.example.com").map_err(|fault| fault.code),
        Err("address-not-secure".to_owned())
    );
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC*") {
        let _ = read_portal_address(&text);
        let _ = read_site_address(&text);
    }

    #[test]
    fn what_was_read_reads_again_to_the_same(before in "[ a-z:\"<(]{0,12}", after in "[ a-z/\">).]{0,12}") {
        let found = read_portal_address(&format!("{before} {GUID} {after}")).expect("there is a GUID");
        let again = read_portal_address(&format!("{}/{}", found.portal, found.guid)).expect("it names the project");
        prop_assert_eq!(found, again);
    }
}
