//! Secrets in settings files. Values are looked at here and go no further: what leaves this file
//! is the key, the line and a mask.

use super::jsonc;
use super::text::{Lines, decode, excerpt};
use crate::package::report::Evidence;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Stands for a value that must not be shown.
pub(crate) const MASK: &str = "••••••";

/// Bytes of the shortest value that passes for a password or key.
const SHORTEST_SECRET: usize = 8;

/// Nobody reads through more places than this.
const MOST_EXPOSED: usize = 1_000;

/// What settings files gave away.
#[derive(Debug, Default)]
pub(crate) struct Exposed {
    pub connection_strings: Vec<Evidence>,
    /// One of them holds a password or key, so it is more than an address.
    pub with_password: bool,
    pub secrets: Vec<Evidence>,
    /// Files that are too large to be looked through, by entry index.
    pub passed_over: Vec<usize>,
}

/// Whether a file at the root of the package is read for secrets.
pub(crate) fn is_settings_file(file_name: &str) -> bool {
    let name = file_name.to_lowercase();
    let json = name.ends_with(".json")
        && ["appsettings", "connectionstrings", "secrets", "usersecrets"]
            .iter()
            .any(|start| name.starts_with(start));
    json || name.ends_with(".config")
}

impl Exposed {
    pub(crate) fn add(&mut self, entry: &str, bytes: &[u8]) {
        let text = decode(bytes);
        if entry.to_lowercase().ends_with(".config") {
            self.add_xml(entry, &text);
            return;
        }
        jsonc::for_each_text(&text, |setting| {
            // Most texts are empty or words; the whole key is made for the others only.
            if setting.value.len() >= SHORTEST_SECRET || setting.value.contains('=') {
                let line = setting.line;
                self.judge(&Place { entry, line }, &setting.key(), setting.value);
            }
        });
    }

    /// `<add name="…" connectionString="…" />`, `<add key="…" value="…" />` and
    /// `<environmentVariable name="…" value="…" />`.
    fn add_xml(&mut self, entry: &str, text: &str) {
        let mut reader = Reader::from_str(text);
        let mut lines = Lines::of(text);
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => {
                    let key = attribute(&tag, "name")
                        .or_else(|| attribute(&tag, "key"))
                        .unwrap_or_default();
                    let place = Place {
                        entry,
                        line: lines.at(at),
                    };
                    if let Some(value) = attribute(&tag, "connectionString") {
                        self.judge(&place, &format!("ConnectionStrings:{key}"), &value);
                    } else if let Some(value) = attribute(&tag, "value") {
                        self.judge(&place, &key, &value);
                    }
                }
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    fn judge(&mut self, place: &Place<'_>, key: &str, value: &str) {
        let room = self.connection_strings.len() + self.secrets.len() < MOST_EXPOSED;
        if !room || is_placeholder(value) {
            return;
        }
        if is_connection_string(key, value) {
            self.with_password |= has_password(value);
            self.connection_strings.push(place.evidence(key));
        } else if is_secret(key, value) {
            self.secrets.push(place.evidence(key));
        }
    }
}

struct Place<'e> {
    entry: &'e str,
    line: u32,
}

impl Place<'_> {
    fn evidence(&self, key: &str) -> Evidence {
        Evidence {
            entry: self.entry.to_owned(),
            line: Some(self.line),
            excerpt: Some(format!("{} = {MASK}", excerpt(key))),
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    Some(
        attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

/// Hands over every setting of a settings file with its key and value, whatever it holds.
pub(crate) fn for_each_setting(entry: &str, bytes: &[u8], mut take: impl FnMut(String, &str)) {
    let text = decode(bytes);
    if !entry.to_lowercase().ends_with(".config") {
        jsonc::for_each_value(&text, |setting| take(setting.key(), setting.value));
        return;
    }
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let named = attribute(&tag, "name").or_else(|| attribute(&tag, "key"));
                let key = named.unwrap_or_default();
                if let Some(value) = attribute(&tag, "connectionString") {
                    take(format!("ConnectionStrings:{key}"), &value);
                } else if let Some(value) = attribute(&tag, "value") {
                    take(key, &value);
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Whether a value must not be shown: it looks like a secret, or stands under a name of one.
/// Showing one too few is better than showing one too many.
pub(crate) fn must_hide(key: &str, value: &str) -> bool {
    let value = value.trim();
    let word = matches!(value, "" | "true" | "false" | "True" | "False" | "null");
    !word && (is_connection_string(key, value) || names_a_secret(key) || has_password(value))
}

/// Values that a build or the environment fills in later, or that say so to a person.
fn is_placeholder(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let marks = [
        "<",
        "${",
        "#{",
        "{{",
        "__",
        "$(",
        "@microsoft.keyvault(",
        "%",
    ];
    let words = [
        "your",
        "changeme",
        "change-me",
        "placeholder",
        "xxx",
        "todo",
        "***",
        "replace",
    ];
    value.is_empty()
        || marks.iter().any(|mark| value.starts_with(mark))
        || words.iter().any(|word| value.contains(word))
}

fn is_connection_string(key: &str, value: &str) -> bool {
    const CONNECTIONS: &str = "connectionstrings:";
    let start = key.get(..CONNECTIONS.len()).unwrap_or_default();
    let value = value.to_lowercase().replace(' ', "");
    let parts = [
        "datasource=",
        "server=",
        "initialcatalog=",
        "accountkey=",
        "accountname=",
        "sharedaccesskey=",
        "endpoint=sb:",
    ];
    let looks_like_one = value.contains('=') && parts.iter().any(|part| value.contains(part));
    looks_like_one || (start.eq_ignore_ascii_case(CONNECTIONS) && value.contains('='))
}

fn has_password(value: &str) -> bool {
    let value = value.to_lowercase().replace(' ', "");
    [
        "password=",
        "pwd=",
        "accountkey=",
        "sharedaccesskey=",
        "sig=",
    ]
    .iter()
    .any(|key| {
        value
            .split(key)
            .nth(1)
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with(';'))
    })
}

/// By the last part of the key, and a value that looks made by a machine rather than written.
fn is_secret(key: &str, value: &str) -> bool {
    names_a_secret(key) && value.len() >= SHORTEST_SECRET && !value.contains(char::is_whitespace)
}

/// By the last part of the key.
fn names_a_secret(key: &str) -> bool {
    const ENDS: [&str; 10] = [
        "password",
        "secret",
        "apikey",
        "accesskey",
        "privatekey",
        "secretkey",
        "accesstoken",
        "clientsecret",
        "sharedaccesssignature",
        "personalaccesstoken",
    ];
    let last = key
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .to_lowercase()
        .replace(['_', '-', '.'], "");
    ENDS.iter().any(|end| last.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exposed(entry: &str, text: &str) -> Exposed {
        let mut exposed = Exposed::default();
        exposed.add(entry, text.as_bytes());
        exposed
    }

    #[test]
    fn a_connection_string_is_found_and_its_value_never_shown() {
        let found = exposed(
            "appsettings.json",
            "{\n \"ConnectionStrings\": {\n  // local\n  \"CMSConnectionString\": \"Data Source=.;User ID=sa;Password=hunter2!\"\n }\n}",
        );
        assert!(found.with_password);
        assert_eq!(found.connection_strings.len(), 1);
        assert_eq!(found.connection_strings[0].line, Some(4));
        assert_eq!(
            found.connection_strings[0].excerpt.as_deref(),
            Some("ConnectionStrings:CMSConnectionString = ••••••")
        );
        assert!(!format!("{found:?}").contains("hunter2"));
    }

    #[test]
    fn an_address_without_password_is_told_apart() {
        let found = exposed(
            "appsettings.json",
            r#"{"ConnectionStrings":{"CMSConnectionString":"Data Source=localhost;Initial Catalog=Shop;Integrated Security=True;Password="}}"#,
        );
        assert_eq!(found.connection_strings.len(), 1);
        assert!(!found.with_password);
    }

    #[test]
    fn placeholders_and_plain_settings_are_no_secrets() {
        let found = exposed(
            "appsettings.json",
            r##"{"ConnectionStrings":{"CMSConnectionString":""},"Mail":{"ApiKey":"#{MailKey}#","Password":"<your password>"},
                "PasswordPolicy":{"MinLength":8,"RequirePassword":true,"Hint":"at least eight letters"},"ResetPassword":"/reset me"}"##,
        );
        assert!(
            found.connection_strings.is_empty() && found.secrets.is_empty(),
            "{found:?}"
        );
    }

    #[test]
    fn keys_that_name_a_secret_are_found() {
        let found = exposed(
            "appsettings.json",
            r#"{"SendGrid":{"ApiKey":"SG.8f2kd93kd0xkw"},"Client_Secret":"abcd1234efgh"}"#,
        );
        assert_eq!(found.secrets.len(), 2);
        assert_eq!(
            found.secrets[0].excerpt.as_deref(),
            Some("SendGrid:ApiKey = ••••••")
        );
    }

    #[test]
    fn xml_settings_are_read_too() {
        let found = exposed(
            "web.config",
            "<configuration>\n<connectionStrings>\n<add name=\"Db\" connectionString=\"Server=tcp:x;Pwd=y1\" />\n\
             </connectionStrings>\n<environmentVariable name=\"Stripe__SecretKey\" value=\"sk_live_12345678\" /></configuration>",
        );
        assert_eq!(found.connection_strings[0].line, Some(3));
        assert_eq!(found.secrets[0].line, Some(5));
        assert!(found.with_password);
        assert!(!format!("{found:?}").contains("sk_live"));
    }

    #[test]
    fn only_settings_files_are_read() {
        assert!(is_settings_file("appsettings.Qa.json") && is_settings_file("Web.config"));
        assert!(!is_settings_file("DancingGoat.deps.json") && !is_settings_file("appsettings.md"));
    }
}
