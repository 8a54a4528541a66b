//! What Slipway answers by itself, anew at every question.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Display;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Answer {
    pub answer: Holds,
    /// The catalog has `release.because.<because>`.
    pub because: String,
    /// Values the text mentions.
    pub params: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Holds {
    Holds,
    DoesNotHold,
    NotKnown,
}

/// Answers about one stage, by the code of the item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<&'static str, Answer>);

impl Answer {
    pub(super) fn holds(because: &str) -> Self {
        Self::new(Holds::Holds, because)
    }

    pub(super) fn does_not_hold(because: &str) -> Self {
        Self::new(Holds::DoesNotHold, because)
    }

    pub(super) fn not_known(because: &str) -> Self {
        Self::new(Holds::NotKnown, because)
    }

    pub(super) fn with(mut self, key: &str, value: impl Display) -> Self {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }

    fn new(answer: Holds, because: &str) -> Self {
        Self {
            answer,
            because: because.to_owned(),
            params: BTreeMap::new(),
        }
    }
}

impl Answers {
    /// None where only people can answer.
    pub fn to(&self, code: &str) -> Option<&Answer> {
        self.0.get(code)
    }
}

impl<const N: usize> From<[(&'static str, Answer); N]> for Answers {
    fn from(answers: [(&'static str, Answer); N]) -> Self {
        Self(answers.into())
    }
}
