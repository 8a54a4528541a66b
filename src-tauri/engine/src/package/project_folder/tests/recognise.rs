use super::super::recognise::{Recognised, recognise};
use super::super::{FolderKind, FolderPicture, MissingPart, SdkState, StepBy};
use super::{CONFIG, Folder, PROJECT, no_sdk, ready_project};
use crate::package::report::RestoreMode;
use crate::units::Count;

fn picture(folder: &Folder) -> FolderPicture {
    looked(folder, None).picture
}

fn looked(folder: &Folder, wanted: Option<&str>) -> Recognised {
    recognise(folder.path(), wanted, &no_sdk()).expect("a folder")
}

fn published(folder: Folder, at: &str, assembly: &str) -> Folder {
    folder
        .with(&format!("{at}{assembly}.dll"), "MZ")
        .with(&format!("{at}{assembly}.runtimeconfig.json"), "{}")
        .with(
            &format!("{at}{assembly}.deps.json"),
            r#"{"libraries":{"Kentico.Xperience.WebApp/31.6.2":{}}}"#,
        )
}

#[test]
fn a_project_is_found_below_its_solution_with_its_repository() {
    let picture = picture(&ready_project());
    assert_eq!(picture.kind, FolderKind::Project);
    let project = picture.project.expect("a project");
    assert_eq!(project.path, "src/Shop/Shop.csproj");
    assert_eq!(project.assembly, "Shop");
    assert_eq!(project.framework.as_deref(), Some("net10.0"));
    assert_eq!(project.xperience.expect("a version").value, "31.6.2");
    assert_eq!(picture.solution.as_deref(), Some("Shop.sln"));
    let repository = picture.repository.expect("a repository");
    assert_eq!(repository.path, "src/Shop/$CDRepository");
    assert_eq!(repository.objects, Count(1));
    assert_eq!(repository.restore_mode, Some(RestoreMode::CreateUpdate));
    assert_eq!(repository.xperience.expect("a version").value, "31.6.2");
    assert_eq!(picture.sdk, SdkState::NotFound);
    assert_eq!(picture.missing, [MissingPart::Sdk, MissingPart::Publish]);
}

#[test]
fn the_web_project_with_xperience_is_chosen_before_others() {
    let plain = r#"<Project Sdk="Microsoft.NET.Sdk.Web" />"#;
    let folder = ready_project().with("Api.csproj", plain).with(
        "src/Core/Core.csproj",
        r#"<Project Sdk="Microsoft.NET.Sdk" />"#,
    );
    let picture = picture(&folder);
    assert_eq!(picture.project.expect("a project").assembly, "Shop");
    let others: Vec<_> = picture
        .other_projects
        .iter()
        .map(|one| &*one.path)
        .collect();
    assert_eq!(others, ["Api.csproj"]);
    let chosen = looked(&folder, Some("Api.csproj")).picture;
    assert_eq!(chosen.project.expect("a project").assembly, "Api");
}

#[test]
fn the_assembly_may_have_another_name_than_the_file() {
    let named = PROJECT.replace(
        "</PropertyGroup>",
        "<AssemblyName>$(Company).Web</AssemblyName></PropertyGroup>",
    );
    let folder = Folder::new().with("Shop.csproj", &named).with(
        "Directory.Build.props",
        "<Project><PropertyGroup><Company>Acme</Company></PropertyGroup></Project>",
    );
    assert_eq!(
        picture(&folder).project.expect("a project").assembly,
        "Acme.Web"
    );
}

#[test]
fn versions_kept_centrally_are_found() {
    let central = PROJECT.replace(" Version=\"31.6.2\"", "");
    let folder = Folder::new().with("src/Shop/Shop.csproj", &central).with(
        "Directory.Packages.props",
        r#"<Project><PropertyGroup><X>31.5.0</X></PropertyGroup><ItemGroup>
        <PackageVersion Include="Kentico.Xperience.WebApp" Version="$(X)" /></ItemGroup></Project>"#,
    );
    let version = picture(&folder)
        .project
        .expect("a project")
        .xperience
        .expect("a version");
    assert_eq!(version.value, "31.5.0");
    assert_eq!(version.source, "Directory.Packages.props");
}

#[test]
fn packages_of_a_referenced_project_count() {
    let web = r#"<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup>
        <ProjectReference Include="..\Core\Core.csproj" /></ItemGroup></Project>"#;
    let folder = Folder::new()
        .with("Web/Web.csproj", web)
        .with("Core/Core.csproj", &PROJECT.replace(".Web\"", "\""));
    let picture = picture(&folder);
    assert_eq!(picture.kind, FolderKind::Project);
    assert_eq!(picture.project.expect("a project").assembly, "Web");
}

#[test]
fn a_publish_folder_is_told_from_package_content() {
    let publish = published(Folder::new(), "", "Shop");
    let found = picture(&publish);
    assert_eq!(found.kind, FolderKind::Publish);
    let part = found.publish.expect("an application");
    assert_eq!((part.path.as_str(), part.assembly.as_str()), ("", "Shop"));
    assert_eq!(part.xperience.expect("a version").value, "31.6.2");
    assert_eq!(found.missing, [MissingPart::Repository]);

    let content = publish
        .with("cloud-metadata.json", "{}")
        .with("$CDRepository/repository.config", CONFIG)
        .with("$CDRepository/@global/cms.role/editor.xml", "<cms.role/>");
    let found = picture(&content);
    assert_eq!(found.kind, FolderKind::PackageContent);
    assert_eq!(found.missing, []);
}

#[test]
fn the_application_that_brings_xperience_is_the_one_that_is_meant() {
    let folder = published(Folder::new(), "", "Shop")
        .with("Aaa.dll", "MZ")
        .with("Aaa.runtimeconfig.json", "{}");
    let part = picture(&folder).publish.expect("an application");
    assert_eq!(part.assembly, "Shop");
    assert_eq!(part.other_assemblies, ["Aaa"]);
}

#[test]
fn a_folder_beside_which_both_parts_lie_is_whole() {
    let folder = published(Folder::new(), "publish/", "Shop")
        .with("$CDRepository/repository.config", CONFIG)
        .with("$CDRepository/@global/cms.role/editor.xml", "<cms.role/>")
        .with("$StorageAssets/default/assets/a.png", "x")
        .with("$StorageAssets/default/assets/b.png", "xy");
    let found = picture(&folder);
    assert_eq!(found.kind, FolderKind::Publish);
    assert_eq!(found.missing, []);
    let assets = found.assets.expect("assets");
    assert_eq!((assets.files.0, assets.bytes.0), (2, 3));
    assert_eq!(assets.containers[0].name, "default");
    assert!(found.steps.iter().all(|step| step.by != StepBy::Developer));
}

#[test]
fn a_repository_alone_and_a_seed_are_recognised() {
    let alone = Folder::new()
        .with("repository.config", CONFIG)
        .with("@global/cms.role/editor.xml", "<cms.role/>");
    let found = picture(&alone);
    assert_eq!(found.kind, FolderKind::Repository);
    assert_eq!(found.repository.expect("a repository").path, "");

    let seed = Folder::new()
        .with("Shop.csproj", PROJECT)
        .with("App_Data/CDRepository/repository.config", CONFIG)
        .with("App_Data/CDRepository/@migrations/a.sql", "SELECT 1");
    let found = picture(&seed);
    let repository = found.repository.expect("a repository");
    assert!(repository.is_seed && repository.configured);
    assert_eq!(repository.migrations, Count(1));
    assert!(found.missing.contains(&MissingPart::RepositoryObjects));
}

#[test]
fn a_repository_with_nothing_but_locks_has_no_objects() {
    let folder = Folder::new()
        .with("Shop.csproj", PROJECT)
        .with("$CDRepository/.lock/storeAll.lock", "")
        .with("$CDRepository/repository.config", CONFIG);
    assert!(
        picture(&folder)
            .missing
            .contains(&MissingPart::RepositoryObjects)
    );
}

#[test]
fn a_renamed_assets_folder_is_found_by_the_packaging_script() {
    let folder = Folder::new()
        .with("Shop.csproj", PROJECT)
        .with(
            "Export-DeploymentPackage.ps1",
            "$StorageAssetsFolderName = \"`$Media\"\n",
        )
        .with("$Media/default/a.png", "x");
    assert_eq!(picture(&folder).assets.expect("assets").path, "$Media");
}

#[test]
fn other_folders_are_told_apart() {
    let zips = Folder::new().with("DeploymentPackage.zip", "PK");
    assert_eq!(picture(&zips).kind, FolderKind::Packages);
    assert_eq!(picture(&zips).packages, ["DeploymentPackage.zip"]);
    let plain = Folder::new().with("Api.csproj", r#"<Project Sdk="Microsoft.NET.Sdk.Web" />"#);
    assert_eq!(picture(&plain).kind, FolderKind::OtherProject);
    assert!(
        picture(&plain)
            .missing
            .contains(&MissingPart::XperiencePackages)
    );
    let other = Folder::new().with("holiday.jpg", "x");
    assert_eq!(picture(&other).kind, FolderKind::Other);
    let gone = recognise(&other.path().join("gone"), None, &no_sdk());
    assert_eq!(
        gone.map(|_| ()).expect_err("it is gone").code,
        "folder-unreadable"
    );
}

#[test]
fn a_broken_project_file_hides_nothing_else() {
    let folder = ready_project().with("src/Broken/Broken.csproj", "<Project><<<<<<< HEAD");
    assert_eq!(
        picture(&folder).project.expect("a project").assembly,
        "Shop"
    );
}

#[cfg(unix)]
mod with_sdk {
    use super::*;
    use crate::package::project_folder::tests::sdk;

    fn state(script: &str) -> SdkState {
        let tools = Folder::new();
        let surroundings = sdk(tools.path(), script);
        let found = recognise(ready_project().path(), None, &surroundings).expect("a folder");
        found.picture.sdk
    }

    #[test]
    fn the_sdk_tells_its_version() {
        let found = state("[ \"$1\" = --version ] && echo 10.0.100");
        assert!(
            matches!(found, SdkState::Found { ref version, .. } if version == "10.0.100"),
            "{found:?}"
        );
    }

    #[test]
    fn a_runtime_alone_is_no_sdk() {
        let found = state("echo 'No .NET SDKs were found.' >&2; exit 145");
        assert!(matches!(found, SdkState::RuntimeOnly { .. }), "{found:?}");
    }

    #[test]
    fn an_sdk_the_project_does_not_want_is_told() {
        let found = state(
            "echo 'Requested SDK version: 8.0.404' >&2; echo 'global.json file: /x/global.json' >&2; exit 145",
        );
        assert!(
            matches!(found, SdkState::OtherVersionWanted { wanted: Some(ref wanted), .. } if wanted == "8.0.404"),
            "{found:?}"
        );
    }

    #[test]
    fn an_sdk_that_does_not_answer_is_not_waited_for() {
        let tools = Folder::new();
        let surroundings = super::super::super::Surroundings {
            patience: Some(std::time::Duration::from_millis(200)),
            ..sdk(tools.path(), "exec sleep 600")
        };
        let started = std::time::Instant::now();
        let found = recognise(ready_project().path(), None, &surroundings).expect("a folder");
        assert!(matches!(found.picture.sdk, SdkState::NoAnswer { .. }));
        assert!(started.elapsed() < std::time::Duration::from_secs(20));
    }
}
