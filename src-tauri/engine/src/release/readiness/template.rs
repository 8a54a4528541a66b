//! Which lines each kind of stage has. A project may have its own.

use super::catalog::{self, Line};
use crate::release::journey::{Item, ItemSource, ItemState, StageKind};
use serde::{Deserialize, Serialize};

/// The lines of a project's reviews.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Template {
    /// Empty means the usual lines; a kind that is not named has none.
    pub stages: Vec<TemplateStage>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TemplateStage {
    pub kind: StageKind,
    pub items: Vec<TemplateItem>,
}

/// Either a line of the catalog or one in the project's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TemplateItem {
    pub code: Option<String>,
    pub text: Option<String>,
    pub required: bool,
}

impl Template {
    /// The lines of the deployment process and of the Portal's rules.
    pub fn usual() -> Self {
        let stage = |kind: StageKind| TemplateStage {
            kind,
            items: catalog::lines(kind)
                .iter()
                .map(TemplateItem::from)
                .collect(),
        };
        Self {
            stages: catalog::KINDS.into_iter().map(stage).collect(),
        }
    }

    /// With what makes no line left out: codes nobody knows, empty text, a code twice.
    pub fn tidied(self) -> Self {
        let stages = self.stages.into_iter().map(|stage| {
            let mut items: Vec<TemplateItem> = Vec::new();
            for item in stage.items.into_iter().filter_map(TemplateItem::tidied) {
                if !items.iter().any(|other| other.same_line(&item)) {
                    items.push(item);
                }
            }
            TemplateStage {
                kind: stage.kind,
                items,
            }
        });
        Self {
            stages: stages.collect(),
        }
    }

    /// Open items for a stage of that kind, each with an id from `new_id`.
    pub fn items(&self, kind: StageKind, new_id: &mut dyn FnMut() -> String) -> Vec<Item> {
        let wanted = self.stages.iter().filter(|stage| stage.kind == kind);
        wanted
            .flat_map(|stage| &stage.items)
            .map(|item| item.opened(new_id()))
            .collect()
    }
}

impl TemplateItem {
    fn tidied(self) -> Option<Self> {
        let text = self.text.map(|text| text.trim().to_owned());
        let text = text.filter(|text| !text.is_empty());
        match self.code {
            Some(code) => catalog::source(&code).map(|_| Self {
                code: Some(code),
                text: None,
                required: self.required,
            }),
            None => text.map(|text| Self {
                code: None,
                text: Some(text),
                required: self.required,
            }),
        }
    }

    fn same_line(&self, other: &Self) -> bool {
        self.code == other.code && self.text == other.text
    }

    fn opened(&self, id: String) -> Item {
        let known = self.code.as_deref().and_then(catalog::source);
        Item {
            id,
            code: self.code.clone(),
            text: self.text.clone(),
            source: known.unwrap_or(ItemSource::Own),
            required: self.required,
            owner: None,
            due: None,
            evidence: Vec::new(),
            state: ItemState::Open,
        }
    }
}

impl From<&Line> for TemplateItem {
    fn from(line: &Line) -> Self {
        Self {
            code: Some(line.code.to_owned()),
            text: None,
            required: line.required,
        }
    }
}
