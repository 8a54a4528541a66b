//! Ten thousand tokens, everywhere text is made.

use super::leaks::{still_readable, ten_thousand};
use crate::fault::{Fault, NextStep, Retry};
use crate::secret::{Redacting, Secret, redact};
use std::io::Write;

#[test]
fn promise_25_no_text_about_ten_thousand_secrets_holds_eight_letters_of_one() {
    for leak in ten_thousand() {
        assert!(
            still_readable(&leak.secret, &leak.text).is_some(),
            "the text before leaks: {leak:?}"
        );
        let held = Secret::from(leak.secret.clone());
        let fault =
            Fault::new("upload-refused", Retry::Never, NextStep::None).detail(redact(&leak.text));
        let text = format!(
            "{} {held:?} {:?} {fault} {fault:?} {}",
            redact(&leak.text),
            Some(&held),
            serde_json::to_string(&fault).expect("serializes"),
        );
        assert_eq!(
            still_readable(&leak.secret, &text),
            None,
            "{} in {text}",
            leak.secret
        );
    }
}

#[test]
fn promise_25_where_a_secret_usually_stands_it_need_not_even_be_known() {
    for leak in
        ten_thousand().filter(|leak| leak.text.contains("Bearer") || leak.text.contains("sr=b"))
    {
        let text = redact(&leak.text);
        assert_eq!(
            still_readable(&leak.secret, &text),
            None,
            "{} in {text}",
            leak.secret
        );
    }
}

#[test]
fn promise_25_a_log_of_ten_thousand_secrets_holds_none_however_it_is_written() {
    let mut log = Vec::new();
    for (number, leak) in ten_thousand().enumerate() {
        let _held = Secret::from(leak.secret.clone());
        log.clear();
        let mut out = Redacting::new(&mut log);
        // Lines arrive in pieces of any size.
        for piece in format!("INFO {number} {}\nnext line", leak.text)
            .as_bytes()
            .chunks(number % 40 + 1)
        {
            out.write_all(piece).expect("writes");
        }
        drop(out);
        let text = String::from_utf8(log.clone()).expect("text");
        assert!(text.starts_with(&format!("INFO {number} ")) && text.ends_with("\nnext line"));
        assert_eq!(
            still_readable(&leak.secret, &text),
            None,
            "{} in {text}",
            leak.secret
        );
    }
}

#[test]
fn promise_25_a_panic_over_a_secret_does_not_tell_it() {
    let held = Secret::from("pA9kTokenOfThePanic".to_owned());
    let told = std::panic::catch_unwind(|| panic!("could not use {held:?}")).expect_err("panics");
    assert_eq!(
        told.downcast_ref::<String>().expect("text"),
        "could not use Secret(***)"
    );
}
