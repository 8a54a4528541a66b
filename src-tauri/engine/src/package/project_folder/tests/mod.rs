//! Folders as projects lie on disk, and a stand-in for the SDK.

mod readiness;
mod recognise;
#[cfg(unix)]
mod steps;

use super::Surroundings;
use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder in the making.
pub(super) struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn with(self, path: &str, text: &str) -> Self {
        let at = self.path().join(path);
        std::fs::create_dir_all(at.parent().expect("a parent")).expect("a folder");
        std::fs::write(at, text).expect("a file");
        self
    }

    pub fn without(self, path: &str) -> Self {
        std::fs::remove_file(self.path().join(path)).expect("it was there");
        self
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

pub(super) const PROGRAM: &str = r#"using Kentico.Web.Mvc;
using Kentico.Xperience.Cloud;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddXperienceCloudApplicationInsights(builder.Configuration);
builder.Services.AddXperienceCloudChannelRequirements();
builder.Services.AddXperienceCloudStoragePathMapping();
if (builder.Environment.IsQa() || builder.Environment.IsUat() || builder.Environment.IsProduction())
{
    builder.Services.AddKenticoCloud(builder.Configuration);
    builder.Services.AddXperienceCloudSendGrid(builder.Configuration);
    builder.Services.AddXperienceCloudDataProtection(builder.Configuration);
}
builder.Services.AddKentico();
var app = builder.Build();
app.UseAuthentication();
app.UseKenticoCloud();
app.UseKentico();
app.Run();
"#;

pub(super) const PROJECT: &str = r#"<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Kentico.Xperience.Admin" Version="31.6.2" />
    <PackageReference Include="Kentico.Xperience.Cloud" Version="31.6.2" />
    <PackageReference Include="Kentico.Xperience.WebApp" Version="31.6.2" />
    <None Include="app_offline.htm_" CopyToPublishDirectory="Always" />
  </ItemGroup>
</Project>
"#;

pub(super) const CONFIG: &str = "<RepositoryConfiguration Version=\"2\"><RestoreMode>CreateUpdate</RestoreMode></RepositoryConfiguration>";

/// A project that is ready for the SaaS environment, with a repository that was stored.
pub(super) fn ready_project() -> Folder {
    Folder::new()
        .with("Shop.sln", "")
        .with("src/Shop/Shop.csproj", PROJECT)
        .with("src/Shop/Program.cs", PROGRAM)
        .with("src/Shop/app_offline.htm_", "<html>")
        .with("src/Shop/$CDRepository/repository.config", CONFIG)
        .with(
            "src/Shop/$CDRepository/@global/cms.settingskey/cmsdbversion.xml",
            "<cms.settingskey><KeyValue>31.6.2</KeyValue></cms.settingskey>",
        )
}

/// A computer without .NET.
pub(super) fn no_sdk() -> Surroundings {
    Surroundings::default()
}

/// A computer whose `dotnet` is this shell script.
#[cfg(unix)]
pub(super) fn sdk(folder: &Path, script: &str) -> Surroundings {
    use std::os::unix::fs::PermissionsExt;
    let program: PathBuf = folder.join("dotnet");
    std::fs::write(&program, format!("#!/bin/sh\n{script}")).expect("a script");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("it may run");
    Surroundings {
        program_folders: vec![folder.to_owned()],
        patience: Some(std::time::Duration::from_secs(20)),
    }
}
