//! A release at its beginning: every stage with the lines of its review.

use super::item::{Item, ItemSource};
use super::plan::{Purpose, ReleasePackage};
use super::typed::{name, said};
use super::{Action, Refusal, Release, Stage, StageKind};
use crate::project::{EnvKey, Environment};
use crate::release::readiness::Template;
use crate::units::Moment;

/// What a release is begun with.
pub struct Beginning<'a> {
    pub id: String,
    pub project_id: &'a str,
    /// In the order a release passes them.
    pub environments: &'a [Environment],
    pub purpose: Purpose,
    pub name: &'a str,
    pub package: Option<ReleasePackage>,
    pub template: &'a Template,
    /// Actions of earlier releases that are still open.
    pub lessons: &'a [Action],
    pub person: &'a str,
    pub now: Moment,
    pub new_id: &'a mut dyn FnMut() -> String,
}

impl Release {
    /// # Errors
    /// A name is missing or too long.
    pub fn begin(beginning: Beginning<'_>) -> Result<Self, Refusal> {
        Ok(Self {
            name: said(beginning.name)?,
            started_by: name(beginning.person)?,
            id: beginning.id,
            project_id: beginning.project_id.to_owned(),
            purpose: beginning.purpose,
            package: beginning.package,
            started_at: beginning.now,
            promise: String::new(),
            lead: None,
            four_eyes: false,
            window: None,
            strategy: None,
            rollback: None,
            triggers: Vec::new(),
            features: Vec::new(),
            stages: stages(
                beginning.environments,
                beginning.template,
                beginning.lessons,
                beginning.new_id,
            ),
            rolled_back: None,
            verdict: None,
            retrospective: None,
        })
    }
}

fn stages(
    environments: &[Environment],
    template: &Template,
    lessons: &[Action],
    new_id: &mut dyn FnMut() -> String,
) -> Vec<Stage> {
    let rehearsed = environments
        .iter()
        .any(|env| StageKind::of(env.kind) == StageKind::Staging);
    let stage = |kind: StageKind, env: Option<&EnvKey>, items| Stage {
        id: match env {
            None => kind.word().to_owned(),
            Some(env) => format!("{}:{env}", kind.word()),
        },
        kind,
        env: env.cloned(),
        items,
        decision: None,
        presses: Vec::new(),
        arrived: None,
    };
    let mut stages = vec![stage(
        StageKind::Development,
        None,
        template.items(StageKind::Development, new_id),
    )];
    for env in environments {
        let kind = StageKind::of(env.kind);
        let mut items = template.items(kind, new_id);
        if kind == StageKind::Production {
            // Without a rehearsal, what it would have asked is asked here.
            if !rehearsed {
                let before = template.items(StageKind::Staging, new_id);
                let asked = |line: &Item| items.iter().any(|item| item.is_same_line(line));
                let missing: Vec<Item> = before.into_iter().filter(|line| !asked(line)).collect();
                items.extend(missing);
            }
            items.extend(lessons.iter().map(Item::from_lesson));
        }
        stages.push(stage(kind, Some(&env.key), items));
    }
    let production = environments
        .iter()
        .filter(|env| StageKind::of(env.kind) == StageKind::Production);
    for env in production {
        let items = template.items(StageKind::Monitoring, new_id);
        stages.push(stage(StageKind::Monitoring, Some(&env.key), items));
    }
    stages
}

impl Item {
    fn is_same_line(&self, other: &Self) -> bool {
        self.code == other.code && self.text == other.text
    }

    /// Known by the id of the action, so that settling it here settles it there.
    fn from_lesson(action: &Action) -> Self {
        let text = action.text.clone();
        Self::own(action.id.clone(), text, ItemSource::Lesson, true)
    }
}
