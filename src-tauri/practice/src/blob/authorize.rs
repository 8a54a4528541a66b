//! Whether a link allows what is asked: signature, time, address, protocol, permission, in this
//! order.

use super::asked::Asked;
use super::container::AccessPolicy;
use super::operation::Operation;
use super::refusal::Refusal;
use super::sas::{Fields, canonical, is_signature, value};
use slipway_engine::units::Moment;
use std::net::IpAddr;

/// What a link that was accepted allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Allowed {
    permissions: String,
}

impl Allowed {
    pub fn has(&self, permission: char) -> bool {
        self.permissions.contains(permission)
    }

    /// A blob may be made new, but none that is there replaced.
    pub fn only_creates(&self) -> bool {
        self.has('c') && !self.has('w')
    }
}

/// What is needed to judge a link besides the request.
pub(super) struct Ground<'a> {
    pub account: &'a str,
    pub key: &'a [u8],
    /// Of the container that is asked for; none where there is no such container or policy.
    pub policy: &'a dyn Fn(&str) -> Option<AccessPolicy>,
    pub now: Moment,
}

/// Judges the request's link.
pub(super) fn authorize(
    asked: &Asked,
    operation: Operation,
    ground: &Ground<'_>,
) -> Result<Allowed, Refusal> {
    let Some(signature) = value(&asked.query, "sig") else {
        return Err(Refusal::new(
            409,
            "PublicAccessNotPermitted",
            "Public access is not permitted on this storage account.",
        ));
    };
    let mut fields = Fields::read(&asked.query);
    let signed = fields.clone();
    if !fields.policy.is_empty() {
        take_from_policy(&mut fields, ground)?;
    }
    for (name, field) in [
        ("sv", &fields.version),
        ("sr", &fields.resource),
        ("sp", &fields.permissions),
        ("se", &fields.expires),
    ] {
        if field.is_empty() {
            return Err(Refusal::authentication(format!(
                "{name} is mandatory. Cannot be empty"
            )));
        }
    }
    is_in_time(&fields, ground.now)?;
    let resource = match fields.resource.as_str() {
        "c" => canonical(ground.account, &asked.container, None),
        "b" => canonical(ground.account, &asked.container, asked.blob.as_deref()),
        other => {
            return Err(Refusal::authentication(format!(
                "Signed resource type [{other}] is not supported."
            )));
        }
    };
    let text = signed.string_to_sign(&resource).ok_or_else(|| {
        Refusal::authentication(format!(
            "Signed version [{}] is not supported.",
            fields.version
        ))
    })?;
    if asked.account != ground.account || !is_signature(ground.key, &text, signature) {
        return Err(Refusal::authentication(format!(
            "Signature did not match. String to sign used was {text}"
        )));
    }
    if !fields.addresses.is_empty() && !is_from(&fields.addresses, asked.from) {
        return Err(Refusal::new(
            403,
            "AuthorizationSourceIPMismatch",
            "This request is not authorized to perform this operation using this source IP.",
        )
        .detail("SourceIP", asked.from.to_string()));
    }
    // The practice storage speaks plain HTTP only.
    if !fields.protocols.is_empty() && !fields.protocols.split(',').any(|known| known == "http") {
        return Err(Refusal::new(
            403,
            "AuthorizationProtocolMismatch",
            "This request is not authorized to perform this operation using this protocol.",
        ));
    }
    let allowed = Allowed {
        permissions: fields.permissions,
    };
    let needed = operation.permissions();
    if needed.chars().any(|permission| allowed.has(permission)) {
        Ok(allowed)
    } else {
        Err(Refusal::permission())
    }
}

/// Fields a stored access policy holds may not stand in the link as well.
fn take_from_policy(fields: &mut Fields, ground: &Ground<'_>) -> Result<(), Refusal> {
    let policy = (ground.policy)(&fields.policy).ok_or_else(|| {
        Refusal::authentication("SAS identifier cannot be found for specified signed identifier")
    })?;
    let both = || {
        Refusal::authentication(
            "Access policy fields can be associated with signature or SAS identifier but not both",
        )
    };
    for (field, stored) in [
        (&mut fields.permissions, policy.permissions),
        (&mut fields.starts, policy.starts),
        (&mut fields.expires, policy.expires),
    ] {
        match stored {
            Some(_) if !field.is_empty() => return Err(both()),
            Some(stored) => *field = stored,
            None => {}
        }
    }
    Ok(())
}

fn is_in_time(fields: &Fields, now: Moment) -> Result<(), Refusal> {
    let read = |name: &str, text: &str| {
        read_time(text)
            .ok_or_else(|| Refusal::authentication(format!("{name} [{text}] is not a valid time.")))
    };
    let expires = read("se", &fields.expires)?;
    if fields.starts.is_empty() {
        return if now.0 < expires {
            Ok(())
        } else {
            Err(Refusal::authentication(format!(
                "Signed expiry time [{}] must be after signed start time [{}]",
                http_date(expires),
                http_date(now.0)
            )))
        };
    }
    let starts = read("st", &fields.starts)?;
    if starts <= now.0 && now.0 < expires {
        return Ok(());
    }
    Err(Refusal::authentication(format!(
        "Signature not valid in the specified time frame: Start [{}] - Expiry [{}] - Current [{}]",
        http_date(starts),
        http_date(expires),
        http_date(now.0)
    )))
}

/// The forms the documentation allows: a date, or a date and a time with or without seconds, with an
/// offset or `Z`.
fn read_time(text: &str) -> Option<jiff::Timestamp> {
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    if text.len() != 10 {
        return None;
    }
    let date: jiff::civil::Date = text.parse().ok()?;
    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

/// As headers and the storage's sentences have it.
pub(super) fn http_date(time: jiff::Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// An address, or a range with both ends in it.
fn is_from(allowed: &str, from: IpAddr) -> bool {
    let (first, last) = allowed.split_once('-').unwrap_or((allowed, allowed));
    match (
        first.trim().parse::<IpAddr>(),
        last.trim().parse::<IpAddr>(),
    ) {
        (Ok(first), Ok(last)) => first <= from && from <= last,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_form_of_a_time_is_read() {
        let midnight = read_time("2026-01-02T00:00:00Z").unwrap();
        for same in [
            "2026-01-02",
            "2026-01-02T00:00Z",
            "2026-01-02T01:00:00+01:00",
        ] {
            assert_eq!(read_time(same), Some(midnight), "{same}");
        }
        for nonsense in ["", "tomorrow", "2026-13-01", "2026-01-02T00:00:00"] {
            assert_eq!(read_time(nonsense), None, "{nonsense}");
        }
        assert_eq!(http_date(midnight), "Fri, 02 Jan 2026 00:00:00 GMT");
    }

    #[test]
    fn a_range_has_both_its_ends() {
        let from = |text: &str| text.parse().unwrap();
        assert!(is_from("127.0.0.1", from("127.0.0.1")));
        assert!(!is_from("127.0.0.1", from("127.0.0.2")));
        for inside in ["10.0.0.1", "10.0.0.5", "10.0.0.9"] {
            assert!(is_from("10.0.0.1-10.0.0.9", from(inside)), "{inside}");
        }
        assert!(!is_from("10.0.0.1-10.0.0.9", from("10.0.0.10")));
        assert!(!is_from("anywhere", from("127.0.0.1")));
    }
}
