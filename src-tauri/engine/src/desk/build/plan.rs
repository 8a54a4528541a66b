//! From what the user chose to what will be done.

use super::{AssetsFrom, BuildChoices, DeveloperRequest, PublishFrom, RepositoryFrom};
use crate::disk::on_disk;
use crate::fault::Fault;
use crate::package::AssetsMode;
use crate::package::build::{self, BuildOrder, Survey};
use crate::package::project_folder::{
    FolderPicture, MissingPart, Recognised, SdkState, Step, Wanted, keeps_only_the_seed,
    recognise_parts, steps,
};
use crate::units::Moment;
use std::path::{Path, PathBuf};

/// Everything a build does, worked out before it begins.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub assembly: Option<String>,
    /// Where the application lies, or will once it is published.
    pub publish: Option<PathBuf>,
    pub repository: Option<PathBuf>,
    pub assets: Option<PathBuf>,
    pub assets_mode: AssetsMode,
    pub zero_downtime: bool,
    pub reuse: Option<PathBuf>,
    pub steps: Vec<Step>,
    /// The CD store is one of them: the project's own code runs, with its database.
    pub stores: bool,
    /// The seed that is copied into Slipway's own folder before the store, if there is one.
    pub seed: Option<PathBuf>,
    pub missing: Vec<MissingPart>,
    pub work: PathBuf,
}

/// Folders a plan is made in.
pub(super) struct Places {
    pub root: PathBuf,
    /// Slipway's own folder for this build; it need not exist yet.
    pub work: PathBuf,
    pub reuse: Option<PathBuf>,
}

impl Plan {
    pub fn of(
        choices: &BuildChoices,
        recognised: &Recognised,
        places: &Places,
        now: Moment,
        chosen: &dyn Fn(&str) -> Result<PathBuf, Fault>,
    ) -> Result<Self, Fault> {
        let picture = &recognised.picture;
        let root = &places.root;
        let found = |path: &str| on_disk(root, path);
        let runs_publish = choices.publish == PublishFrom::Run;
        let stores = choices.repository == RepositoryFrom::Run;
        let own_publish = places.work.join("publish");
        let own_repository = places.work.join("repository");
        let seed = keeps_only_the_seed(picture) && stores;

        let (publish, published_as) = match &choices.publish {
            PublishFrom::Run => (Some(own_publish.clone()), None),
            PublishFrom::Found => (
                picture.publish.as_ref().map(|part| found(&part.path)),
                picture.publish.as_ref().map(|part| part.assembly.clone()),
            ),
            PublishFrom::Chosen { folder } => {
                let folder = chosen(folder)?;
                let part = recognise_parts(&folder).publish;
                (
                    part.as_ref().map(|part| on_disk(&folder, &part.path)),
                    part.map(|part| part.assembly),
                )
            }
        };
        let repository = match &choices.repository {
            RepositoryFrom::Run if seed => Some(own_repository.clone()),
            RepositoryFrom::Run | RepositoryFrom::Found => {
                picture.repository.as_ref().map(|part| found(&part.path))
            }
            RepositoryFrom::Chosen { folder } => {
                let folder = chosen(folder)?;
                recognise_parts(&folder)
                    .repository
                    .map(|part| on_disk(&folder, &part.path))
            }
        };
        let assets = match &choices.assets {
            AssetsFrom::None => None,
            AssetsFrom::Found => picture.assets.as_ref().map(|part| found(&part.path)),
            AssetsFrom::Chosen { folder } => Some(chosen(folder)?),
        };
        let by_project = || {
            picture
                .project
                .as_ref()
                .map(|project| project.assembly.clone())
        };
        let assembly = choices
            .assembly
            .clone()
            .filter(|name| !name.trim().is_empty())
            .or(published_as)
            .or_else(by_project);
        let wanted = Wanted {
            store: stores,
            publish: runs_publish.then_some(own_publish),
            build_number: (!choices.keep_product_version).then(|| stamp(now)),
            own_repository,
        };
        let mut plan = Self {
            assembly,
            publish,
            assets,
            assets_mode: choices.assets_mode,
            zero_downtime: choices.zero_downtime,
            reuse: places.reuse.clone(),
            steps: if runs_publish || stores {
                steps(recognised, root, &wanted)
            } else {
                Vec::new()
            },
            stores,
            seed: seed
                .then(|| picture.repository.as_ref().map(|part| found(&part.path)))
                .flatten(),
            missing: Vec::new(),
            work: places.work.clone(),
            repository,
        };
        plan.missing = plan.what_is_missing(picture, runs_publish || stores);
        Ok(plan)
    }

    fn what_is_missing(&self, picture: &FolderPicture, runs: bool) -> Vec<MissingPart> {
        let mut missing = Vec::new();
        if runs && picture.project.is_none() {
            missing.push(MissingPart::WebProject);
        }
        if runs && !matches!(picture.sdk, SdkState::Found { .. }) {
            missing.push(MissingPart::Sdk);
        }
        if self.publish.is_none() {
            missing.push(MissingPart::Publish);
        }
        match &self.repository {
            None => missing.push(MissingPart::Repository),
            Some(_)
                if self.stores
                    && !picture
                        .repository
                        .as_ref()
                        .is_some_and(|part| part.configured) =>
            {
                missing.push(MissingPart::RepositoryConfig);
            }
            Some(_) => {}
        }
        missing
    }

    /// `<Assembly>-<build>.zip`, with nothing a file system refuses.
    pub fn file_name(&self, build: Option<&str>, now: Moment) -> String {
        let assembly = self.assembly.as_deref().unwrap_or("DeploymentPackage");
        let build = build
            .and_then(|build| build.split('+').next())
            .map_or_else(|| stamp(now), str::to_owned);
        let name = format!("{assembly}-{build}");
        let safe = name.chars().map(|c| {
            if c.is_alphanumeric() || "-_. ".contains(c) {
                c
            } else {
                '_'
            }
        });
        format!("{}.zip", safe.collect::<String>())
    }

    /// Looks at the parts where all lie there already; what the commands will make is looked at
    /// once they have.
    ///
    /// # Errors
    /// Those of [`build::survey`].
    pub fn survey(&self, cancel: &dyn Fn() -> bool) -> Result<Option<Survey>, Fault> {
        if !self.steps.is_empty() {
            return Ok(None);
        }
        let order = self.order(&self.work.join("package.zip"));
        order.map(|order| build::survey(&order, cancel)).transpose()
    }

    /// The order to pack; none while a part is missing.
    pub fn order(&self, output: &Path) -> Option<BuildOrder> {
        let mut order = BuildOrder::new(
            self.publish.as_ref()?,
            self.repository.as_ref()?,
            self.assembly.as_ref()?,
            output,
        );
        order.assets = self.assets.clone();
        order.assets_mode = self.assets_mode;
        order.zero_downtime = self.zero_downtime;
        order.reuse = self.reuse.clone();
        Some(order)
    }
}

/// What to ask the developer for, where the folder lacks something.
pub(super) fn developer_request(picture: &FolderPicture) -> DeveloperRequest {
    let needs: Vec<MissingPart> = picture
        .missing
        .iter()
        .copied()
        .filter(|part| *part != MissingPart::Sdk)
        .collect();
    let mut commands = Vec::new();
    let lacks = |parts: &[MissingPart]| parts.iter().any(|part| needs.contains(part));
    if lacks(&[
        MissingPart::Repository,
        MissingPart::RepositoryConfig,
        MissingPart::RepositoryObjects,
    ]) {
        commands.push("dotnet build".to_owned());
        commands.push(
            "dotnet run --no-build -- --kxp-cd-store --repository-path \".\\`$CDRepository\""
                .to_owned(),
        );
    }
    if lacks(&[MissingPart::Publish]) {
        commands.push("dotnet publish --nologo -c Release -o ./publish".to_owned());
    }
    DeveloperRequest {
        assembly: picture
            .project
            .as_ref()
            .map(|project| project.assembly.clone()),
        needs,
        commands,
    }
}

/// `yyyyMMddHHmm` in UTC, as the packaging script writes it (facts 1.2).
pub(super) fn stamp(now: Moment) -> String {
    now.0.strftime("%Y%m%d%H%M").to_string()
}
