//! A project folder, and a shell script in the place of `dotnet` that makes what the project would.

use crate::build::{order, to_review};
use crate::user::User;
use slipway_engine::package::sample::SamplePackage;
use slipway_tests::desktop::{Desktop, PATIENCE, is_alive, must};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const PROJECT: &str = r#"<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup>
  <PackageReference Include="Kentico.Xperience.Admin" Version="31.6.2" />
  <PackageReference Include="Kentico.Xperience.Cloud" Version="31.6.2" />
  <PackageReference Include="Kentico.Xperience.WebApp" Version="31.6.2" />
</ItemGroup></Project>"#;

pub struct Workshop {
    home: PathBuf,
}

impl Workshop {
    /// The project is called DancingGoat and has its CD repository beside it.
    pub fn of(user: &User) -> Self {
        let workshop = Self {
            home: user.home().to_owned(),
        };
        let made = user.handed_over("made", &SamplePackage::new().objects(60));
        let project = workshop.project();
        write(&project.join("DancingGoat.csproj"), PROJECT);
        write(&project.join("Program.cs"), "app.UseKentico();\n");
        std::fs::rename(made.join("$CDRepository"), project.join("$CDRepository"))
            .expect("the repository is the project's");
        let dotnet = workshop.tools().join("dotnet");
        write(&dotnet, &workshop.script());
        std::fs::set_permissions(&dotnet, std::fs::Permissions::from_mode(0o755)).expect("it runs");
        workshop
    }

    /// Says what it does, leaves the ids of itself and of what it started, and waits for the file
    /// `go-on` before it gives the application out.
    fn script(&self) -> String {
        format!(
            r#"#!/bin/sh
cd '{home}'
case "$1" in
  --version) echo 10.0.100 ;;
  publish)
    echo "Determining projects to restore..."
    sleep 600 & echo "$$ $!" > at-work
    while [ ! -e go-on ]; do sleep 0.1; done
    kill $!
    while [ $# -gt 0 ]; do [ "$1" = -o ] && out="$2"; shift; done
    cp -R made/publish "$out"
    echo "DancingGoat -> $out" ;;
esac
"#,
            home = self.home.display()
        )
    }

    /// The window, with this SDK before any other on the computer.
    pub fn desktop(&self) -> Desktop {
        let path = format!(
            "{}:{}",
            self.tools().display(),
            std::env::var("PATH").unwrap_or_default()
        );
        Desktop::start_with(&self.home, &[("PATH", &path)])
    }

    pub fn project(&self) -> PathBuf {
        self.home.join("dancing-goat")
    }

    pub fn output(&self) -> PathBuf {
        self.home.join("DancingGoat.zip")
    }

    /// Lets the publish go on.
    pub fn go_on(&self) {
        write(&self.home.join("go-on"), "");
    }

    fn tools(&self) -> PathBuf {
        self.home.join("tools")
    }

    /// The command at work and what it has started, once it has.
    #[track_caller]
    fn at_work(&self) -> Vec<u32> {
        must("the command is at work", PATIENCE, || {
            let told = std::fs::read_to_string(self.home.join("at-work")).ok()?;
            let ids: Vec<u32> = told.split_whitespace().flat_map(str::parse).collect();
            (ids.len() == 2).then_some(ids)
        })
    }
}

/// Drops the project and builds it to where the publish is at work; gives the processes of it.
#[track_caller]
pub fn in_the_middle_of_a_build(desktop: &Desktop, workshop: &Workshop) -> Vec<u32> {
    desktop.hands().drag(&[&workshop.project()]);
    desktop.sees("dancing-goat is an Xperience project");
    to_review(desktop);
    desktop.sees("dotnet publish");
    order(desktop, &workshop.output());
    let at_work = workshop.at_work();
    assert!(at_work.iter().all(|process| is_alive(*process)));
    at_work
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}
