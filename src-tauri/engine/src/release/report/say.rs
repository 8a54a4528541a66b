//! Saying values of a release in the words of the catalog.

use crate::package::note::{Block, Item, Speaker, written};
use crate::release::journey;
use crate::units::{Count, Moment};
use serde::Serialize;

/// The words for one value of an enumeration: `<family>.<value>`.
pub(super) fn of<T: Serialize>(say: &Speaker<'_>, family: &str, value: T) -> String {
    let word = serde_json::to_value(value).ok();
    let word = word.as_ref().and_then(serde_json::Value::as_str);
    say.say(&format!("{family}.{}", word.unwrap_or_default()))
}

/// Who did it, and when.
pub(super) fn by(say: &Speaker<'_>, name: &str, at: Moment) -> String {
    say.with("paper.by", &[("name", name), ("at", &written(at))])
}

/// What a line of a review is called.
pub(super) fn title(say: &Speaker<'_>, item: &journey::Item) -> String {
    let own = item.text.clone().filter(|text| !text.is_empty());
    own.or_else(|| {
        let code = item.code.as_deref()?;
        say.known(&format!("release.item.{code}.title"))
    })
    .or_else(|| item.code.clone())
    .unwrap_or_default()
}

pub(super) fn duration(say: &Speaker<'_>, ms: Count) -> String {
    let seconds = ms.0.div_ceil(1_000);
    let parts = [
        ("minutes", &*(seconds / 60).to_string()),
        ("seconds", &*(seconds % 60).to_string()),
    ];
    match seconds {
        0..60 => say.with("paper.seconds", &parts),
        _ => say.with("paper.minutes", &parts),
    }
}

pub(super) fn yes_or_no(say: &Speaker<'_>, yes: bool) -> String {
    say.say(if yes { "paper.yes" } else { "paper.no" })
}

/// With at most one decimal.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

pub(super) fn heading(say: &Speaker<'_>, key: &str) -> Block {
    Block::Heading(2, say.say(key))
}

pub(super) fn line(mark: String, text: String, aside: String) -> Item {
    Item {
        change: None,
        mark,
        text,
        aside,
    }
}

/// The row of a table of facts, if there is something to say.
pub(super) fn fact(say: &Speaker<'_>, key: &str, value: &str) -> Option<Vec<String>> {
    (!value.trim().is_empty()).then(|| vec![say.say(key), value.to_owned()])
}

pub(super) fn facts(say: &Speaker<'_>, rows: Vec<Option<Vec<String>>>) -> Block {
    let head = ["paper.column.what", "paper.column.value"];
    Block::Table(
        head.map(|key| say.say(key)).into(),
        rows.into_iter().flatten().collect(),
    )
}
