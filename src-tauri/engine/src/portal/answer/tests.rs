use super::*;
use reqwest::header::HeaderValue;

/// 17 July 2026, 19:57 UTC.
const NOW: Timestamp = Timestamp::constant(1_784_318_220, 0);

struct Case {
    status: u16,
    headers: HeaderMap,
    said: &'static str,
    said_whole: bool,
    whole_package_sent: bool,
}

fn after_the_whole(status: u16) -> Case {
    Case {
        status,
        headers: HeaderMap::new(),
        said: "",
        said_whole: true,
        whole_package_sent: true,
    }
}

fn before_the_end(status: u16) -> Case {
    Case {
        whole_package_sent: false,
        ..after_the_whole(status)
    }
}

impl Case {
    fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.insert(name, HeaderValue::from_static(value));
        self
    }

    fn judge(self) -> Attempt {
        let address = Url::parse("https://portal.example/api/deployment/upload/8b3e/uat");
        Answer {
            status: StatusCode::from_u16(self.status).expect("a status"),
            headers: self.headers,
            said: Said {
                text: self.said.to_owned(),
                whole: self.said_whole,
            },
            whole_package_sent: self.whole_package_sent,
            address: &address.expect("an address"),
            environment: "uat",
            guid: "8b3e",
            now: NOW,
        }
        .judge()
    }

    fn refusal(self) -> Fault {
        match self.judge() {
            Attempt::Refused(fault) => fault,
            other => panic!("not refused: {other:?}"),
        }
    }

    fn wait(self) -> Option<Duration> {
        match self.judge() {
            Attempt::Transient { not_before, .. } => not_before,
            other => panic!("not tried again: {other:?}"),
        }
    }
}

/// What an attempt comes to, in a word and a code.
fn in_short(attempt: Attempt) -> String {
    match attempt {
        Attempt::Accepted { .. } => "accepted".to_owned(),
        Attempt::Refused(fault) => format!("refused {}", fault.code),
        Attempt::Transient { fault, .. } => format!("again {}", fault.code),
        Attempt::AnswerLost { .. } => "lost".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_answer_has_its_own_meaning() {
    let table = [
        (200, "lost", "accepted"),
        (202, "lost", "accepted"),
        (204, "lost", "accepted"),
        (302, "refused redirected", "refused redirected"),
        (303, "refused redirected", "lost"),
        (
            304,
            "refused portal-said-otherwise",
            "refused portal-said-otherwise",
        ),
        (
            400,
            "refused portal-said-otherwise",
            "refused portal-said-otherwise",
        ),
        (401, "refused token-refused", "refused token-refused"),
        (403, "refused role-not-enough", "refused role-not-enough"),
        (
            404,
            "refused project-or-environment-unknown",
            "refused project-or-environment-unknown",
        ),
        (
            407,
            "refused proxy-asks-for-password",
            "refused proxy-asks-for-password",
        ),
        (408, "again connection-stalled", "lost"),
        (
            413,
            "refused package-too-large-for-portal",
            "refused package-too-large-for-portal",
        ),
        (429, "again portal-busy", "again portal-busy"),
        (500, "again portal-trouble", "lost"),
        (
            501,
            "refused portal-said-otherwise",
            "refused portal-said-otherwise",
        ),
        (502, "again portal-trouble", "lost"),
        (503, "again portal-maintenance", "lost"),
        (504, "again portal-trouble", "lost"),
        (520, "again portal-trouble", "lost"),
    ];
    for (status, before, after) in table {
        assert_eq!(
            in_short(before_the_end(status).judge()),
            before,
            "{status} before the end"
        );
        assert_eq!(
            in_short(after_the_whole(status).judge()),
            after,
            "{status} after the whole"
        );
    }
}

#[test]
fn promise_39_once_everything_was_sent_only_a_clear_asking_to_wait_is_tried_again() {
    for status in (100..=999).filter(|status| *status != 429) {
        let attempt = after_the_whole(status).judge();
        assert!(
            !matches!(attempt, Attempt::Transient { .. }),
            "{status}: {attempt:?}"
        );
    }
}

#[test]
fn promise_39_an_acceptance_of_half_a_package_is_neither_believed_nor_tried_again() {
    for status in 200..=299 {
        assert_eq!(in_short(before_the_end(status).judge()), "lost", "{status}");
    }
}

#[test]
fn an_acceptance_that_breaks_off_is_left_to_the_user() {
    let case = Case {
        said_whole: false,
        said: "Queu",
        ..after_the_whole(200)
    };
    let lost = Attempt::AnswerLost {
        detail: "HTTP 200 OK: Queu (the answer broke off)".into(),
    };
    assert_eq!(case.judge(), lost);
}

#[test]
fn promise_10_retry_after_is_read_in_seconds_and_as_a_date() {
    let seconds = |text| {
        before_the_end(503)
            .with(RETRY_AFTER, text)
            .wait()
            .map(|w| w.as_secs())
    };
    assert_eq!(seconds("120"), Some(120));
    assert_eq!(seconds(" 0 "), Some(0));
    assert_eq!(seconds("Fri, 17 Jul 2026 19:58:30 GMT"), Some(90));
    assert_eq!(
        seconds("Fri, 17 Jul 2026 19:00:00 GMT"),
        Some(0),
        "over already"
    );
    assert_eq!(seconds("soon"), None);
    assert_eq!(seconds("-5"), None);
    assert_eq!(
        after_the_whole(429).with(RETRY_AFTER, "7").wait(),
        Some(Duration::from_secs(7))
    );
    assert_eq!(before_the_end(500).wait(), None);
}

#[test]
fn a_computer_whose_clock_is_wrong_is_told_so_with_the_refusal() {
    let behind = after_the_whole(401)
        .with(DATE, "Fri, 17 Jul 2026 20:57:00 GMT")
        .refusal();
    assert_eq!(behind.code, "token-refused");
    assert_eq!(behind.params["clock_off_minutes"], "-60");
    assert!(
        behind
            .detail
            .expect("a detail")
            .contains("60 min behind the Portal's")
    );
    let ahead = after_the_whole(403)
        .with(DATE, "Fri, 17 Jul 2026 19:50:00 GMT")
        .refusal();
    assert_eq!(ahead.params["clock_off_minutes"], "7");
    let close = after_the_whole(401)
        .with(DATE, "Fri, 17 Jul 2026 20:01:00 GMT")
        .refusal();
    assert!(!close.params.contains_key("clock_off_minutes"));
}

#[test]
fn a_redirect_is_told_without_query_and_user() {
    let case = after_the_whole(302);
    let fault = case
        .with(
            LOCATION,
            "https://petra:safe@login.example/in?code=4711#top",
        )
        .refusal();
    assert_eq!(fault.params["host"], "login.example");
    assert_eq!(fault.params["portal"], "portal.example");
    assert_eq!(
        fault.detail.as_deref(),
        Some("HTTP 302 Found to https://login.example/in")
    );
    let nowhere = after_the_whole(308).refusal().detail.expect("a detail");
    assert_eq!(nowhere, "HTTP 308 Permanent Redirect to nowhere");
}
