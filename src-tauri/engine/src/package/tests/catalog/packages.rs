//! What the files of a package give reason for.

use super::super::SamplePackage;

pub(super) fn applications() -> Vec<(&'static str, SamplePackage)> {
    let new = SamplePackage::new;
    let deps = |from: &str, to: &str| {
        let text = text_of(&new(), "DancingGoat.deps.json").replace(from, to);
        new().file("DancingGoat.deps.json", text)
    };
    let runtime = |text: &str| new().file("DancingGoat.runtimeconfig.json", text);
    vec![
        ("wrapped-in-a-folder", new().wrapped_in("CloudDeployment")),
        ("metadata-missing", new().without("cloud-metadata.json")),
        (
            "metadata-not-json",
            new().file("cloud-metadata.json", "AssemblyName: DancingGoat"),
        ),
        ("metadata-key-missing", new().without_metadata("Version")),
        (
            "metadata-key-wrong-type",
            new().metadata("SupportsZeroDowntimeDeployment", "true"),
        ),
        (
            "required-name-case",
            new().without("cloud-metadata.json").file(
                "Cloud-Metadata.json",
                text_of(&new(), "cloud-metadata.json"),
            ),
        ),
        (
            "assembly-missing",
            new().metadata("AssemblyName", "Shop.Web"),
        ),
        (
            "assembly-companion-missing",
            new().without("DancingGoat.deps.json"),
        ),
        ("assembly-file-unreadable", runtime("{")),
        ("version-mismatch", new().repository_version("31.6.1")),
        (
            "platform-versions-mixed",
            deps(
                "Kentico.Xperience.Admin/31.6.2",
                "Kentico.Xperience.Admin/31.5.0",
            ),
        ),
        ("xperience-missing", deps("Kentico.Xperience.", "Contoso.")),
        (
            "cloud-package-missing",
            deps("Kentico.Xperience.Cloud/", "Contoso.Cloud/"),
        ),
        (
            "administration-missing",
            deps("Kentico.Xperience.Admin/", "Contoso.Admin/"),
        ),
        ("version-too-old", new().version("30.0.3")),
        (
            "zero-downtime-too-early",
            new().version("31.0.1").zero_downtime(true),
        ),
        ("framework-unusual", new().framework("net7.0")),
        (
            "not-a-web-application",
            runtime(
                r#"{"runtimeOptions":{"tfm":"net10.0","framework":{"name":"Microsoft.NETCore.App"}}}"#,
            ),
        ),
        (
            "self-contained",
            runtime(
                r#"{"runtimeOptions":{"tfm":"net10.0","includedFrameworks":[{"name":"Microsoft.AspNetCore.App"}]}}"#,
            ),
        ),
        (
            "platform-specific",
            deps("Version=v10.0\"", "Version=v10.0/win-x64\""),
        ),
    ]
}

pub(super) fn repositories() -> Vec<(&'static str, SamplePackage)> {
    let new = SamplePackage::new;
    let config = |from: &str, to: &str| {
        let text = text_of(&new(), "$CDRepository/repository.config").replace(from, to);
        new().repository_config(&text)
    };
    let filtered = |kind: &str, names: &str| {
        config(
            "</RepositoryConfiguration>",
            &format!(
                "<ObjectFilters>\n<IncludedCodeNames ObjectType=\"{kind}\">{names}</IncludedCodeNames>\n</ObjectFilters></RepositoryConfiguration>"
            ),
        )
    };
    let migration = || new().migrations(&["20260710_01_Fix"], &[]);
    let list = |text: &str| migration().file("$CDRepository/Before.txt", text);
    vec![
        ("repository-missing", new().without("$CDRepository")),
        (
            "repository-empty",
            new()
                .without("$CDRepository/@global")
                .file("$CDRepository/.lock/storeAll.lock", ""),
        ),
        ("repository-without-objects", nothing_included()),
        (
            "object-unreadable",
            new().file("$CDRepository/@global/cms.role/x.xml", "<<<<<<< HEAD"),
        ),
        (
            "repository-config-missing",
            new().without("$CDRepository/repository.config"),
        ),
        (
            "repository-config-unreadable",
            config("</RepositoryConfiguration>", ""),
        ),
        (
            "restore-mode-missing",
            config("<RestoreMode>CreateUpdate</RestoreMode>", ""),
        ),
        ("restore-mode-unknown", new().restore_mode("Update")),
        (
            "config-version-lower-case",
            config("Version=\"2\"", "version=\"2\""),
        ),
        (
            "config-version-unknown",
            config("Version=\"2\"", "Version=\"3\""),
        ),
        (
            "include-all",
            config("<ObjectType>cms.channel</ObjectType>", "<IncludeAll />"),
        ),
        ("restore-mode-full", new().restore_mode("Full")),
        (
            "config-includes-nothing",
            new().repository_config(
                "<RepositoryConfiguration Version=\"2\">\n<RestoreMode>Create</RestoreMode>\n<IncludedObjectTypes />\n</RepositoryConfiguration>",
            ),
        ),
        (
            "config-includes-everything",
            new().repository_config(
                "<RepositoryConfiguration>\n<RestoreMode>Create</RestoreMode>\n</RepositoryConfiguration>",
            ),
        ),
        (
            "content-type-filtered-out",
            filtered("cms.contenttype", "DancingGoat.Coffee;DancingGoat.Image"),
        ),
        (
            "included-without-file",
            filtered("cms.channel", "DancingGoatPages;NoSuchChannel"),
        ),
        (
            "filter-not-allowed",
            config(
                "</RepositoryConfiguration>",
                "<ObjectFilters><ExcludedCodeNames ObjectType=\"cms.contentitem\">Home%</ExcludedCodeNames></ObjectFilters></RepositoryConfiguration>",
            ),
        ),
        (
            "object-type-not-supported",
            config("<ObjectType>cms.channel</ObjectType>", "<ObjectType>cms.member</ObjectType>"),
        ),
        (
            "migration-changes-all-rows",
            migration().file("$CDRepository/@migrations/20260710_01_Fix.sql", "UPDATE Shop_Order SET Paid = 1"),
        ),
        (
            "migration-not-repeatable",
            migration().file("$CDRepository/@migrations/20260710_01_Fix.sql", "CREATE TABLE Shop_Order (Id int)"),
        ),
        (
            "sql-not-searched",
            migration().file("$CDRepository/@migrations/20260710_01_Fix.sql", " ".repeat((8 << 20) + 1)),
        ),
        (
            "migration-without-file",
            list("20260710_01_Fix\r\n20260711_01_Lost"),
        ),
        ("migration-name-with-extension", list("20260710_01_Fix.sql")),
        ("migration-not-listed", list("")),
        (
            "migration-listed-twice",
            list("20260710_01_Fix\n20260710_01_FIX"),
        ),
        (
            "migration-removes-data",
            migration().file(
                "$CDRepository/@migrations/20260710_01_Fix.sql",
                "DROP TABLE Shop_Order",
            ),
        ),
    ]
}

pub(super) fn contents() -> Vec<(&'static str, SamplePackage)> {
    let new = SamplePackage::new;
    let assets = || new().storage_assets("CreateUpdate", 2);
    vec![
        (
            "assets-directory-missing",
            new()
                .metadata("StorageAssetsDirectory", "$StorageAssets")
                .metadata("StorageAssetsDeploymentMode", "Create"),
        ),
        (
            "assets-not-named",
            assets().without_metadata("StorageAssetsDirectory"),
        ),
        (
            "assets-mode-missing",
            assets().without_metadata("StorageAssetsDeploymentMode"),
        ),
        ("assets-mode-unknown", new().storage_assets("Full", 2)),
        ("assets-mode-differs", new().storage_assets("Create", 2)),
        (
            "asset-name-invalid",
            assets().file("$StorageAssets/readme.txt", "x"),
        ),
        (
            "asset-name-uppercase",
            assets().file("$StorageAssets/default/Assets/x.jpg", "x"),
        ),
        (
            "asset-name-collision",
            assets()
                .file("$StorageAssets/default/x.jpg", "x")
                .file("$StorageAssets/default/X.jpg", "y"),
        ),
        (
            "development-settings",
            new().file("appsettings.Development.json", "{}"),
        ),
        (
            "connection-string",
            new().file(
                "appsettings.json",
                r#"{"ConnectionStrings":{"CMSConnectionString":"Server=.;Password=hunter2!"}}"#,
            ),
        ),
        (
            "secret-setting",
            new().file(
                "appsettings.json",
                r#"{"Mail":{"ApiKey":"SG.8f2kd93kd0xkw"}}"#,
            ),
        ),
        (
            "settings-not-searched",
            new().file(
                "appsettings.json",
                format!("{{\"A\": \"{}\"}}", "x".repeat(8 << 20)),
            ),
        ),
        (
            "personal-data",
            new().file(
                "$CDRepository/@global/cms.user/editor.xml",
                "<cms.user><UserName>editor@example.com</UserName></cms.user>",
            ),
        ),
        (
            "password-hashes",
            new().file(
                "$CDRepository/@global/cms.user/editor.xml",
                "<cms.user><UserPassword>AQAAAAEAACcQ</UserPassword></cms.user>",
            ),
        ),
        ("key-file", new().file("certificate.pfx", "x")),
        ("database-file", new().file("App_Data/db.bak", "x")),
        (
            "app-offline-name",
            new().file("app_offline.htm", "<html></html>"),
        ),
    ]
}

/// Code and no object, as most packages of a grown project are (facts 2.2).
pub(in crate::package::tests) fn nothing_included() -> SamplePackage {
    SamplePackage::new().without("$CDRepository/@global").repository_config(
        "<RepositoryConfiguration Version=\"2\">\n<RestoreMode>CreateUpdate</RestoreMode>\n<IncludedObjectTypes />\n</RepositoryConfiguration>",
    )
}

/// What a file of a package says.
pub(in crate::package::tests) fn text_of(package: &SamplePackage, name: &str) -> String {
    let mut files = package.files().into_iter();
    let file = files
        .find(|file| file.name == name)
        .expect("it is in the package");
    String::from_utf8(file.bytes).expect("it is text")
}
