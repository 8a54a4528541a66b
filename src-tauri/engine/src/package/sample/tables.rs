//! The small text files around the application.

use super::SamplePackage;
use serde_json::{Map, Value, json};

/// `<Assembly>.deps.json`: every library with its version; add-ons have numbers of their own
/// (facts 2.5).
pub(super) fn dependencies(package: &SamplePackage) -> String {
    let target = format!(
        ".NETCoreApp,Version=v{}",
        package.framework.trim_start_matches("net")
    );
    let mut names = vec![format!("{}/1.0.0", package.assembly)];
    if let Some(version) = &package.code_version {
        let platform = [
            "Core",
            "WebApp",
            "Admin",
            "Cloud",
            "AzureStorage",
            "ImageProcessing",
        ];
        names.extend(platform.map(|part| format!("Kentico.Xperience.{part}/{version}")));
    }
    names.extend(["Kentico.Xperience.Lucene/15.0.4", "Newtonsoft.Json/13.0.3"].map(str::to_owned));
    let libraries = |of: fn(&str) -> Value| {
        names
            .iter()
            .map(|name| (name.clone(), of(name)))
            .collect::<Map<_, _>>()
    };
    let document = json!({
        "runtimeTarget": { "name": target.as_str(), "signature": "" },
        "compilationOptions": {},
        "targets": { target: libraries(|_| json!({})) },
        "libraries": libraries(|_| json!({ "type": "package", "serviceable": true, "sha512": "" })),
    });
    format!("{document:#}")
}

/// `<Assembly>.runtimeconfig.json` of a portable web application.
pub(super) fn runtime(framework: &str) -> String {
    let version = format!("{}.0", framework.trim_start_matches("net"));
    let document = json!({ "runtimeOptions": {
        "tfm": framework,
        "frameworks": [
            { "name": "Microsoft.NETCore.App", "version": version },
            { "name": "Microsoft.AspNetCore.App", "version": version },
        ],
        "configProperties": { "System.GC.Server": true },
    }});
    format!("{document:#}")
}

pub(super) fn settings() -> String {
    let document = json!({
        "Logging": { "LogLevel": { "Default": "Information" } },
        "AllowedHosts": "*",
        "CMSAdminSettings": { "RequireTwoFactor": true },
    });
    format!("{document:#}")
}

pub(super) fn web_config(assembly: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<configuration>\n  <system.webServer>\n    \
         <aspNetCore processPath=\"dotnet\" arguments=\".\\{assembly}.dll\" hostingModel=\"inprocess\" />\n  \
         </system.webServer>\n</configuration>\n"
    )
}

/// `$CDRepository/repository.config`, version 2.
pub(super) fn repository_config(restore_mode: &str) -> String {
    format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<RepositoryConfiguration Version=\"2\">\n  \
         <RestoreMode>{restore_mode}</RestoreMode>\n  <IncludedObjectTypes>\n    \
         <ObjectType>cms.settingskey</ObjectType>\n    <ObjectType>cms.channel</ObjectType>\n    \
         <ObjectType>cms.contenttype</ObjectType>\n  </IncludedObjectTypes>\n  \
         <IncludedContentItemsOfType>\n    <ContentType>DancingGoat.ArticlePage</ContentType>\n    \
         <ContentType>DancingGoat.Coffee</ContentType>\n    <ContentType>DancingGoat.Image</ContentType>\n  \
         </IncludedContentItemsOfType>\n</RepositoryConfiguration>"
    )
}

/// A CI configuration, which includes everything and has no restore mode.
pub(super) fn decoy_config() -> String {
    "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<RepositoryConfiguration Version=\"2\">\n  \
     <IncludedObjectTypes>\n    <IncludeAll />\n  </IncludedObjectTypes>\n</RepositoryConfiguration>"
        .to_owned()
}
