//! The interface's own catalog, so that window and command line say the same.

use serde::Deserialize;
use slipway_engine::fault::Fault;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const CATALOGS: [&str; 4] = [
    include_str!("../../../ui/src/copy/messages/en.json"),
    include_str!("../../../ui/src/copy/messages/checks.en.json"),
    include_str!("../../../ui/src/copy/messages/faults-portal.en.json"),
    include_str!("../../../ui/src/copy/messages/ship.en.json"),
];

/// A message of the catalog: one text, or forms of which a number chooses.
#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    Text(String),
    Forms([Forms; 1]),
}

/// `"match": {"n=0, form=*": …, "n=*, form=one": …, "n=*, form=*": …}`, `form` being the plural
/// form of the number that is declared as the input.
#[derive(Deserialize)]
struct Forms {
    declarations: Vec<String>,
    #[serde(rename = "match")]
    texts: BTreeMap<String, String>,
}

static WORDS: LazyLock<BTreeMap<String, Message>> = LazyLock::new(|| {
    CATALOGS
        .iter()
        .flat_map(|text| {
            serde_json::from_str::<BTreeMap<String, Message>>(text).unwrap_or_default()
        })
        .collect()
});

/// A text with its values filled in; none if the catalog has no such key.
pub fn say(key: &str, params: &BTreeMap<String, String>) -> Option<String> {
    let text = match WORDS.get(key)? {
        Message::Text(text) => text,
        Message::Forms([forms]) => forms.fitting(params)?,
    };
    Some(params.iter().fold(text.clone(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
            .replace(&format!("{{{name}.number}}"), value)
    }))
}

impl Forms {
    /// The most particular text whose conditions all hold.
    fn fitting(&self, params: &BTreeMap<String, String>) -> Option<&String> {
        let number = self
            .declarations
            .iter()
            .find_map(|line| line.strip_prefix("input "))?;
        let given = params.get(number).map_or("", String::as_str);
        let form = if given == "1" { "one" } else { "other" };
        let holds = |condition: &str| match condition.split_once('=') {
            Some((_, "*")) => true,
            Some(("form", wanted)) => wanted == form,
            Some((name, wanted)) => name == number && wanted == given,
            None => false,
        };
        self.texts
            .iter()
            .filter(|(conditions, _)| conditions.split(", ").all(holds))
            .min_by_key(|(conditions, _)| conditions.matches('*').count())
            .map(|(_, text)| text)
    }
}

/// Says what happened, what it means and what to do, on standard error.
pub fn explain(fault: &Fault) {
    let part = |name: &str| say(&format!("fault.{}.{name}", fault.code), &fault.params);
    eprintln!("{}", part("title").unwrap_or_else(|| fault.code.clone()));
    for text in [part("means"), part("todo")].into_iter().flatten() {
        eprintln!("  {text}");
    }
    if let Some(detail) = &fault.detail {
        eprintln!("  [{}] {detail}", fault.code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalog_is_a_flat_object_of_messages() {
        for text in CATALOGS {
            let catalog: BTreeMap<String, Message> =
                serde_json::from_str(text).expect("flat JSON of messages");
            assert!(!catalog.is_empty());
        }
    }

    #[test]
    fn a_number_chooses_the_form_of_a_message() {
        for (count, said) in [("0", "None listed"), ("1", "1 listed"), ("2", "2 listed")] {
            let params = BTreeMap::from([("n".to_owned(), count.to_owned())]);
            assert_eq!(
                say("facts.migrations.count", &params).as_deref(),
                Some(said)
            );
        }
        for (count, said) in [("1", "1 byte"), ("21", "21 bytes")] {
            let params = BTreeMap::from([("n".to_owned(), count.to_owned())]);
            assert_eq!(say("size.bytes", &params).as_deref(), Some(said));
        }
    }

    #[test]
    fn values_are_filled_in() {
        let params = BTreeMap::from([("environment".to_owned(), "PROD".to_owned())]);
        let said = say("fault.role-not-enough-here.title", &params);
        assert!(said.is_some_and(|text| !text.contains('{')));
    }
}
