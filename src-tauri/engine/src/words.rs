//! Looking texts up in a catalog of the interface. The texts themselves are not here: whoever
//! writes for people brings the catalog.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Values a text mentions, by name.
pub type Params = BTreeMap<String, String>;

/// Texts by key, in the message format the interface uses.
#[derive(Debug, Default)]
pub struct Catalog(BTreeMap<String, Message>);

/// A message: one text, or forms of which a number chooses.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Message {
    Text(String),
    Forms([Forms; 1]),
}

/// `"match": {"n=0, form=*": …, "n=*, form=one": …, "n=*, form=*": …}`, `form` being the plural
/// form of the number that is declared as the input.
#[derive(Debug, Deserialize)]
struct Forms {
    declarations: Vec<String>,
    #[serde(rename = "match")]
    texts: BTreeMap<String, String>,
}

impl Catalog {
    /// The texts of several files put together.
    ///
    /// # Errors
    /// If a file is not a flat JSON object of messages.
    pub fn of(files: &[&str]) -> Result<Self, serde_json::Error> {
        let mut texts = BTreeMap::new();
        for file in files {
            texts.extend(serde_json::from_str::<BTreeMap<String, Message>>(file)?);
        }
        Ok(Self(texts))
    }

    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A text with its values filled in; none if there is no such key.
    pub fn say(&self, key: &str, params: &Params) -> Option<String> {
        let text = match self.0.get(key)? {
            Message::Text(text) => text,
            Message::Forms([forms]) => forms.fitting(params)?,
        };
        Some(filled(text, params))
    }
}

/// Fills `{name}`, `{name.number}` and `{name.size}` in one go, so that a value with braces in it
/// stays as it is.
fn filled(text: &str, params: &Params) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, behind)| {
            if let Some(name) = name.strip_suffix(".size") {
                return Some((size(params.get(name)?), behind));
            }
            let name = name.strip_suffix(".number").unwrap_or(name);
            Some((params.get(name)?.clone(), behind))
        });
        match value {
            Some((value, behind)) => {
                out.push_str(&value);
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Bytes as the interface writes them, with three figures: `9.06 kB`, `1.24 GB`.
fn size(bytes: &str) -> String {
    let Ok(exact) = bytes.parse::<u64>() else {
        return bytes.to_owned();
    };
    if exact < 1_000 {
        return format!("{exact} bytes");
    }
    let mut value = exact as f64 / 1e3;
    let mut units = ["kB", "MB", "GB", "TB", "PB"].into_iter();
    let mut unit = units.next().unwrap_or_default();
    // What rounds to 1000 belongs to the next unit.
    while value >= 999.5 {
        let Some(next) = units.next() else { break };
        (value, unit) = (value / 1e3, next);
    }
    let decimals = match value {
        value if value < 9.995 => 2,
        value if value < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.decimals$} {unit}")
}

impl Forms {
    /// The most particular text whose conditions all hold.
    fn fitting(&self, params: &Params) -> Option<&String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> Params {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn values_are_filled_in_once_and_text_in_braces_stays() {
        let catalog =
            Catalog::of(&[r#"{"a": "{from} to {to.number}, {open"}"#]).expect("a catalog");
        let said = catalog.say("a", &params(&[("from", "{to}"), ("to", "3")]));
        assert_eq!(said.as_deref(), Some("{to} to 3, {open"));
        assert_eq!(catalog.say("b", &Params::new()), None);
    }

    #[test]
    fn sizes_have_three_figures_and_a_unit() {
        let catalog = Catalog::of(&[r#"{"room": "{free.size} free"}"#]).expect("a catalog");
        for (bytes, said) in [
            ("999", "999 bytes"),
            ("9064", "9.06 kB"),
            ("999999", "1.00 MB"),
            ("46200000", "46.2 MB"),
            ("1240118272", "1.24 GB"),
            ("much", "much"),
        ] {
            let said = Some(format!("{said} free"));
            assert_eq!(catalog.say("room", &params(&[("free", bytes)])), said);
        }
    }

    #[test]
    fn a_number_chooses_the_form() {
        let text = r#"{"n": [{"declarations": ["input n", "local form = n: plural"], "selectors": ["n", "form"],
            "match": {"n=0, form=*": "none", "n=*, form=one": "one thing", "n=*, form=*": "{n} things"}}]}"#;
        let catalog = Catalog::of(&[text]).expect("a catalog");
        for (n, said) in [("0", "none"), ("1", "one thing"), ("7", "7 things")] {
            assert_eq!(
                catalog.say("n", &params(&[("n", n)])).as_deref(),
                Some(said)
            );
        }
    }
}
