//! Numbers 6, 11, 13, 14, 15 and 19: what a configuration takes in, and what it only seems to.

use super::super::{Ground, SamplePackage, ids, inspected, inspected_for, places, silent, told};
use crate::package::forecast::{DowntimeFacts, LastPackage, Outage, Sureness};
use crate::package::{RestoreMode, ScopeRule, Severity, Verdict, recheck};
use crate::project::EnvironmentKind;
use std::path::Path;

const CONFIG: &str = "$CDRepository/repository.config";

fn with_config(text: &str) -> SamplePackage {
    SamplePackage::new().repository_config(text)
}

fn towards(target: EnvironmentKind) -> Ground {
    Ground {
        target: Some(target),
        ..Ground::default()
    }
}

#[test]
fn a_full_restore_demands_confirmation_in_prod_and_nowhere_else() {
    let package = SamplePackage::new().restore_mode("Full");
    let plain = inspected(&package);
    assert_eq!(
        places(told(&plain, "restore-mode-full")),
        [(CONFIG, Some(3))]
    );
    assert_eq!(plain.verdict, Verdict::ReadyWithWarnings);
    assert!(plain.demands_confirmation.is_empty());
    let prod = recheck(&plain, &towards(EnvironmentKind::Prod));
    assert_eq!(prod.demands_confirmation, ["restore-mode-full"]);
    let qa = recheck(&prod, &towards(EnvironmentKind::Qa));
    assert!(qa.demands_confirmation.is_empty());
    let create = inspected_for(&SamplePackage::new(), &towards(EnvironmentKind::Prod));
    assert!(create.demands_confirmation.is_empty());
}

#[test]
fn version_1_that_lists_nothing_means_everything_and_version_2_means_nothing() {
    let config = |version: &str, list: &str| {
        with_config(&format!(
            "<RepositoryConfiguration{version}>\n<RestoreMode>CreateUpdate</RestoreMode>\n{list}</RepositoryConfiguration>"
        ))
    };
    for list in [
        "",
        "<IncludedObjectTypes />",
        "<IncludedObjectTypes></IncludedObjectTypes>",
    ] {
        let first = inspected(&config("", list));
        told(&first, "config-includes-everything");
        let explained = first.facts.config.as_ref().expect("an explanation");
        assert_eq!(explained.object_types.rule, ScopeRule::EverythingByDefault);
        assert_eq!((explained.generation, explained.left_out.0), (Some(1), 0));
        let second = inspected(&config(" Version=\"2\"", list));
        told(&second, "config-includes-nothing");
        let explained = second.facts.config.as_ref().expect("an explanation");
        assert_eq!(explained.object_types.rule, ScopeRule::NothingByDefault);
        assert!(
            explained.effects.is_empty() && explained.left_out.0 > 0,
            "{explained:?}"
        );
    }
    let target = inspected_for(&config("", ""), &towards(EnvironmentKind::Uat));
    assert_eq!(
        told(&target, "config-includes-everything").severity,
        Severity::Warning
    );
    silent(&inspected(&SamplePackage::new()), "config-includes-nothing");
}

#[test]
fn a_configuration_is_explained_by_what_it_does_to_the_objects_of_the_package() {
    let of = |mode: &str| {
        let inspection = inspected(&SamplePackage::new().restore_mode(mode));
        inspection.facts.config.expect("an explanation")
    };
    let explained = of("CreateUpdate");
    assert_eq!(explained.mode, Some(RestoreMode::CreateUpdate));
    assert_eq!(explained.object_types.rule, ScopeRule::Listed);
    let types = explained
        .content_types
        .as_ref()
        .expect("version 2 lists content types");
    assert_eq!(types.included.len(), 3);
    let coffee = explained
        .effects
        .iter()
        .find(|effect| effect.name == "DancingGoat.Coffee");
    let coffee = coffee.expect("items of that type are taken in");
    assert!(coffee.content_items && coffee.creates && coffee.updates && !coffee.deletes);
    assert!(coffee.objects.0 > 0);
    assert_eq!(explained.left_out.0, 0);
    assert!(
        of("Create")
            .effects
            .iter()
            .all(|effect| effect.creates && !effect.updates)
    );
    assert!(of("Full").effects.iter().all(|effect| effect.deletes));
}

#[test]
fn a_full_restore_empties_types_it_includes_and_does_not_carry() {
    let inspection = inspected(&with_config(
        "<RepositoryConfiguration Version=\"2\"><RestoreMode>Full</RestoreMode><IncludedObjectTypes>\
         <ObjectType>cms.role</ObjectType></IncludedObjectTypes></RepositoryConfiguration>",
    ));
    let explained = inspection.facts.config.expect("an explanation");
    let role = explained
        .effects
        .iter()
        .find(|effect| effect.name == "cms.role");
    let role = role.expect("roles are told though the package has none");
    assert!(role.deletes && !role.creates && role.objects.0 == 0);
}

#[test]
fn content_types_that_a_filter_leaves_out_are_named_with_their_line() {
    let config = |filter: &str| {
        inspected(&with_config(&format!(
            "<RepositoryConfiguration Version=\"2\">\n<RestoreMode>Create</RestoreMode>\n<IncludedObjectTypes>\n\
             <ObjectType>cms.contenttype</ObjectType>\n</IncludedObjectTypes>\n<IncludedContentItemsOfType>\n\
             <ContentType>DancingGoat.Coffee</ContentType>\n<ContentType>DancingGoat.Image</ContentType>\n\
             <ContentType>##WebPageFolders##</ContentType>\n</IncludedContentItemsOfType>\n\
             <ObjectFilters>{filter}</ObjectFilters></RepositoryConfiguration>"
        )))
    };
    let one = config(
        "<IncludedCodeNames ObjectType=\"CMS.ContentType\">dancinggoat.COFFEE</IncludedCodeNames>",
    );
    let finding = told(&one, "content-type-filtered-out");
    assert_eq!(places(finding), [(CONFIG, Some(8))]);
    assert_eq!(finding.params["types"], "DancingGoat.Image");
    for fine in [
        "<IncludedCodeNames ObjectType=\"cms.contenttype\">DancingGoat.%</IncludedCodeNames>",
        "<IncludedCodeNames ObjectType=\"cms.channel\">DancingGoatPages</IncludedCodeNames>",
    ] {
        silent(&config(fine), "content-type-filtered-out");
    }
    let excluded =
        config("<ExcludedCodeNames ObjectType=\"cms.contenttype\">%Coffee</ExcludedCodeNames>");
    assert_eq!(
        told(&excluded, "content-type-filtered-out").params["types"],
        "DancingGoat.Coffee"
    );
}

#[test]
fn names_asked_for_are_looked_up_in_the_xml_and_not_only_by_file() {
    let package = |config: &str| {
        with_config(&format!(
            "<RepositoryConfiguration Version=\"2\">\n<RestoreMode>Create</RestoreMode>\n<IncludedObjectTypes>\
             <ObjectType>cms.role</ObjectType></IncludedObjectTypes>\n{config}</RepositoryConfiguration>"
        ))
        .file(
            "$CDRepository/@global/cms.role/a-very-long-name..f-a-real-role@0123456789.xml",
            "<cms.role><RoleName>A-very-long-name-of-a-real-role</RoleName></cms.role>",
        )
    };
    let roles = |names: &str| {
        inspected(&package(&format!(
            "<ObjectFilters><IncludedCodeNames ObjectType=\"cms.role\">\n{names}</IncludedCodeNames></ObjectFilters>"
        )))
    };
    silent(
        &roles("a-very-long-name-of-a-REAL-role; Press%"),
        "included-without-file",
    );
    let missing = roles("A-very-long-name-of-a-real-role;Editor");
    let finding = told(&missing, "included-without-file");
    assert_eq!(finding.params["names"], "Editor");
    assert_eq!(finding.evidence[0].entry, CONFIG);
    let items = inspected(&package(
        "<ContentItemFilters><IncludedContentItemNames>NoSuch-1234</IncludedContentItemNames></ContentItemFilters>",
    ));
    assert_eq!(
        told(&items, "included-without-file").params["names"],
        "NoSuch-1234"
    );
}

#[test]
fn types_that_stop_a_restore_are_refused() {
    let list = |list: &str| {
        inspected(&with_config(&format!(
            "<RepositoryConfiguration Version=\"2\"><RestoreMode>Create</RestoreMode><IncludedObjectTypes>{list}</IncludedObjectTypes></RepositoryConfiguration>"
        )))
    };
    for bad in ["CMS.Member", "cms.role;cms.channel", "roles"] {
        let inspection = list(&format!("<ObjectType>{bad}</ObjectType>"));
        assert_eq!(
            told(&inspection, "object-type-not-supported").params["types"],
            bad
        );
        assert_eq!(inspection.verdict, Verdict::WillNotWork);
    }
    silent(
        &list("<ObjectType>KenticoCommunity.QAndAAnswerData</ObjectType>"),
        "object-type-not-supported",
    );
}

#[test]
fn filters_of_content_kinds_are_refused_in_version_2_only() {
    let filter = |version: &str| {
        inspected(&with_config(&format!(
            "<RepositoryConfiguration{version}><RestoreMode>Create</RestoreMode><IncludedObjectTypes><ObjectType>cms.channel</ObjectType></IncludedObjectTypes>\
             <ObjectFilters><ExcludedCodeNames ObjectType=\"cms.WebPageItem\">x</ExcludedCodeNames></ObjectFilters></RepositoryConfiguration>"
        )))
    };
    assert_eq!(
        told(&filter(" Version=\"2\""), "filter-not-allowed").severity,
        Severity::Blocker
    );
    silent(&filter(""), "filter-not-allowed");
}

#[test]
fn the_downtime_is_a_note_where_the_last_package_is_known_and_changes_no_verdict() {
    let last = DowntimeFacts::from(&inspected(&SamplePackage::new()).facts);
    let ground = Ground {
        last: LastPackage::Known(last),
        ..Ground::default()
    };
    let same = inspected_for(&SamplePackage::new(), &ground);
    assert_eq!(
        (ids(&same), same.verdict),
        (vec!["downtime-none"], Verdict::Ready)
    );
    let assets = inspected_for(
        &SamplePackage::new().storage_assets("CreateUpdate", 1),
        &ground,
    );
    let finding = told(&assets, "downtime-offline");
    assert_eq!(
        (
            finding.params["least"].as_str(),
            finding.params["most"].as_str()
        ),
        ("10", "30")
    );
    let forecast = assets.forecast.as_ref().expect("a forecast");
    assert_eq!(
        (forecast.outage, forecast.sure),
        (Outage::Offline, Sureness::Known)
    );
    let alone = inspected(&SamplePackage::new());
    assert_eq!(
        alone.forecast.as_ref().map(|told| told.sure),
        Some(Sureness::Unknown)
    );
    assert!(ids(&alone).is_empty());
    assert_eq!(
        recheck(&assets, &Ground::default()),
        inspected(&SamplePackage::new().storage_assets("CreateUpdate", 1))
    );
}

#[test]
fn real_configurations_are_explained() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/repository-config");
    let read = |name: &str| {
        let text = std::fs::read_to_string(folder.join(name)).ok()?;
        Some(inspected(&with_config(&text)))
    };
    let Some(code_only) = read("cd-v2-community-portal.repository.config") else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let explained = code_only.facts.config.as_ref().expect("an explanation");
    assert_eq!(
        (explained.generation, explained.mode),
        (Some(2), Some(RestoreMode::Create))
    );
    assert_eq!(explained.object_types.rule, ScopeRule::NothingByDefault);
    assert!(
        explained.filters.is_empty(),
        "what is commented out filters nothing"
    );
    told(&code_only, "config-includes-nothing");
    let everything = read("ci-v2-community-portal.repository.config").expect("its neighbour");
    let explained = everything.facts.config.as_ref().expect("an explanation");
    assert_eq!(explained.object_types.rule, ScopeRule::IncludeAll);
    assert_eq!(explained.filters.len(), 2);
    assert_eq!(explained.filters[0].excluded, ["CMSInstanceID"]);
    let goldfinch =
        read("ci-v2-goldfinch-comments-stripped.repository.config").expect("its neighbour");
    let explained = goldfinch.facts.config.expect("an explanation");
    assert_eq!(explained.object_types.excluded.len(), 2);
    assert!(
        explained
            .effects
            .iter()
            .all(|effect| effect.name != "cms.settingskey")
    );
}
