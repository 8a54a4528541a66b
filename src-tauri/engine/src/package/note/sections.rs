//! What a note says, section by section: what editors see first, what developers see last.

use super::blocks::{Block, Item, Speaker};
use crate::package::compare::{
    Change, Changes, ComparedFact, ComparedPackage, Comparison, ContentItemChange, FactChange,
    FolderChange, MigrationStage, Sameness,
};
use crate::package::report::RestoreMode;

/// Lines of a list; a note is for reading.
const MOST_LINES: usize = 200;

pub(super) fn blocks(comparison: &Comparison, say: &Speaker<'_>) -> Vec<Block> {
    let mut blocks = head(comparison, say);
    if comparison.sameness != Sameness::Different {
        return blocks;
    }
    blocks.extend(content(comparison, say));
    blocks.extend(objects(comparison, say));
    blocks.extend(migrations(comparison, say));
    blocks.extend(settings(comparison, say));
    blocks.extend(assets(comparison, say));
    blocks.extend(libraries(comparison, say));
    blocks.extend(files(comparison, say));
    blocks
}

fn head(comparison: &Comparison, say: &Speaker<'_>) -> Vec<Block> {
    let number = |package: &ComparedPackage| {
        let build = package.build_number.as_deref().map(without_commit);
        build.unwrap_or(&package.file_name).to_owned()
    };
    let (old, new) = (number(&comparison.old), number(&comparison.new));
    let mut blocks = vec![
        Block::Heading(1, say.with("note.title", &[("build", &new)])),
        Block::Paragraph(say.with("note.since", &[("old", &old), ("new", &new)])),
    ];
    let sentence = match comparison.sameness {
        Sameness::SameBytes => Some("note.same-bytes"),
        Sameness::SameContent => Some("note.same-content"),
        Sameness::Different if comparison.only_code => Some("note.only-code"),
        Sameness::Different => None,
    };
    blocks.extend(sentence.map(|key| Block::Callout(say.say(key))));
    let rows: Vec<Vec<String>> = comparison
        .facts
        .iter()
        .map(|fact| fact_row(fact, say))
        .collect();
    if !rows.is_empty() {
        blocks.push(Block::Table(
            [
                "note.column.value",
                "note.column.before",
                "note.column.after",
            ]
            .map(|key| say.say(key))
            .into(),
            rows,
        ));
    }
    blocks
}

/// The commit behind the `+` of a build number means nothing to readers.
fn without_commit(build: &str) -> &str {
    build.split('+').next().unwrap_or(build)
}

fn fact_row(fact: &FactChange, say: &Speaker<'_>) -> Vec<String> {
    let name = say.say(match fact.fact {
        ComparedFact::Assembly => "note.fact.assembly",
        ComparedFact::BuildNumber => "note.fact.build-number",
        ComparedFact::XperienceVersion => "note.fact.xperience-version",
        ComparedFact::RepositoryVersion => "note.fact.repository-version",
        ComparedFact::TargetFramework => "note.fact.target-framework",
        ComparedFact::ZeroDowntime => "note.fact.zero-downtime",
        ComparedFact::RestoreMode => "note.fact.restore-mode",
        ComparedFact::AssetsMode => "note.fact.assets-mode",
    });
    let value = |value: &Option<String>| match (fact.fact, value.as_deref()) {
        (_, None) => say.say("note.nothing"),
        (ComparedFact::ZeroDowntime, Some("true")) => say.say("note.yes"),
        (ComparedFact::ZeroDowntime, Some(_)) => say.say("note.no"),
        (ComparedFact::BuildNumber, Some(build)) => without_commit(build).to_owned(),
        (_, Some(text)) => text.to_owned(),
    };
    vec![name, value(&fact.before), value(&fact.after)]
}

fn content(comparison: &Comparison, say: &Speaker<'_>) -> Vec<Block> {
    let items = comparison
        .content_items
        .iter()
        .map(|item| content_item(item, say));
    let mut blocks = section("note.content", comparison.totals.content_items, items, say);
    explain_removed(
        &mut blocks,
        comparison,
        comparison.totals.content_items,
        say,
    );
    blocks
}

fn content_item(item: &ContentItemChange, say: &Speaker<'_>) -> Item {
    let kind = item.type_name.as_deref().or(item.content_type.as_deref());
    let parts = [
        kind,
        item.language.as_deref(),
        item.page_path.as_deref(),
        item.channel.as_deref(),
    ];
    Item {
        change: Some(item.change),
        mark: say.change(item.change),
        text: item.title.clone(),
        aside: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

fn objects(comparison: &Comparison, say: &Speaker<'_>) -> Vec<Block> {
    let totals = comparison.totals.objects;
    let mut blocks = Vec::new();
    if totals.all() > 0 {
        blocks.push(Block::Heading(2, say.say("note.objects")));
        blocks.push(Block::Paragraph(counts(totals, say)));
    }
    for group in &comparison.objects {
        let words = say.known(&format!("note.kind.{}", group.kind));
        blocks.push(Block::Heading(
            3,
            words.unwrap_or_else(|| group.kind.clone()),
        ));
        let items = group.objects.iter().map(|object| Item {
            change: Some(object.change),
            mark: say.change(object.change),
            text: object.name.clone(),
            aside: [&object.page_path, &object.code_name]
                .into_iter()
                .flatten()
                .find(|aside| **aside != object.name)
                .cloned()
                .unwrap_or_default(),
        });
        blocks.push(listed(items, group.changes.all(), say));
    }
    explain_removed(&mut blocks, comparison, totals, say);
    if comparison.totals.rewritten.0 > 0 {
        blocks.push(Block::Paragraph(
            say.number("note.rewritten", comparison.totals.rewritten.0),
        ));
    }
    blocks
}

/// What is no longer in a package stays in the target unless the restore mode is `Full`.
fn explain_removed(
    blocks: &mut Vec<Block>,
    comparison: &Comparison,
    changes: Changes,
    say: &Speaker<'_>,
) {
    if changes.removed.0 == 0 {
        return;
    }
    let deletes = comparison.new.restore_mode == Some(RestoreMode::Full);
    blocks.push(Block::Paragraph(say.say(if deletes {
        "note.removed-is-deleted"
    } else {
        "note.removed-stays"
    })));
}

fn migrations(comparison: &Comparison, say: &Speaker<'_>) -> Vec<Block> {
    let items = comparison.migrations.iter().map(|migration| Item {
        change: Some(migration.change),
        mark: say.change(migration.change),
        text: migration.name.clone(),
        aside: say.say(match migration.stage {
            MigrationStage::BeforeRestore => "note.stage.before",
            MigrationStage::AfterRestore => "note.stage.after",
            MigrationStage::NotListed => "note.stage.not-listed",
        }),
    });
    section("note.migrations", comparison.totals.migrations, items, say)
}

fn settings(comparison: &Comparison, say: &Speaker<'_>) -> Vec<Block> {
    let nothing = say.say("note.nothing");
    let items = comparison.settings.iter().map(|setting| {
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| nothing.clone());
        Item {
            change: Some(setting.change),
            mark: say.change(setting.change),
            text: format!("{} · {}", setting.file, setting.key),
            aside: format!("{} → {}", value(&setting.before), value(&setting.after)),
        }
    });
    section("note.settings", comparison.totals.settings, items, say)
}

fn assets(comparison: &Comparison, say: &Speaker<'_>) -> Vec<Block> {
    let items = comparison
        .asset_folders
        .iter()
        .map(|folder| in_folder(folder, say));
    section("note.assets", comparison.totals.assets, items, say)
}

fn libraries(comparison: &Comparison, say: &Speaker<'_>) -> Vec<Block> {
    let items = comparison.libraries.iter().map(|library| Item {
        change: Some(library.change),
        mark: say.change(library.change),
        text: library.name.clone(),
        aside: match (&library.before, &library.after) {
            (Some(before), Some(after)) => format!("{before} → {after}"),
            (before, after) => after.clone().or(before.clone()).unwrap_or_default(),
        },
    });
    section("note.libraries", comparison.totals.libraries, items, say)
}

fn files(comparison: &Comparison, say: &Speaker<'_>) -> Vec<Block> {
    let items = comparison
        .folders
        .iter()
        .map(|folder| in_folder(folder, say));
    section("note.files", comparison.totals.files, items, say)
}

fn in_folder(folder: &FolderChange, say: &Speaker<'_>) -> Item {
    Item {
        change: None,
        mark: String::new(),
        text: folder.folder.clone(),
        aside: counts(folder.changes, say),
    }
}

/// A heading, how many of what, and the list; nothing where nothing differs.
fn section(
    key: &str,
    changes: Changes,
    items: impl ExactSizeIterator<Item = Item>,
    say: &Speaker<'_>,
) -> Vec<Block> {
    if changes.all() == 0 {
        return Vec::new();
    }
    let entries = items.len() as u64;
    vec![
        Block::Heading(2, say.say(key)),
        Block::Paragraph(counts(changes, say)),
        listed(items, entries, say),
    ]
}

fn listed(items: impl Iterator<Item = Item>, all: u64, say: &Speaker<'_>) -> Block {
    let mut shown: Vec<Item> = items.take(MOST_LINES).collect();
    let more = all.saturating_sub(shown.len() as u64);
    if more > 0 {
        shown.push(Item {
            change: None,
            mark: String::new(),
            text: say.number("note.more", more),
            aside: String::new(),
        });
    }
    Block::List(shown)
}

fn counts(changes: Changes, say: &Speaker<'_>) -> String {
    let parts = [
        (Change::Added, "note.count.added", changes.added.0),
        (Change::Changed, "note.count.changed", changes.changed.0),
        (Change::Removed, "note.count.removed", changes.removed.0),
    ];
    let told: Vec<String> = parts
        .into_iter()
        .filter(|(_, _, n)| *n > 0)
        .map(|(_, key, n)| say.number(key, n))
        .collect();
    told.join(", ")
}
