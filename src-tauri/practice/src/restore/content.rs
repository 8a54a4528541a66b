use super::RestoreSession;
use crate::project::Refusal;
use crate::world::World;
use serde::{Deserialize, Serialize};
use slipway_engine::units::{Bytes, Count};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// The one name the database file may have.
const DATABASE_FILE: &str = "db.bacpac";

/// What lay in a session's containers when a restore was ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreContent {
    pub database_size: Bytes,
    /// `CMSDBVersion` of the database, where it could be read.
    pub database_version: Option<String>,
    pub files: Count,
    pub files_size: Bytes,
    /// Why it cannot be restored anywhere.
    pub problem: Option<String>,
}

/// Looks into the containers. Both parts must be there for a restore to be ordered at all; what is
/// wrong with them shows when it runs.
pub(super) async fn look_into(
    world: &Arc<World>,
    session: &RestoreSession,
) -> Result<RestoreContent, Refusal> {
    let now = world.now();
    let list = |container: &str| world.storage.blobs(container, now).unwrap_or_default();
    let databases = list(&session.database);
    let database = databases
        .iter()
        .find(|blob| blob.name == DATABASE_FILE)
        .ok_or(Refusal::DatabaseMissing)?;
    let files = list(&session.storage);
    if files.is_empty() {
        return Err(Refusal::StorageMissing);
    }
    let mut content = RestoreContent {
        database_size: database.size,
        database_version: None,
        files: Count(files.len() as u64),
        files_size: Bytes(files.iter().map(|file| file.size.0).sum()),
        problem: files.iter().find_map(|file| wrong_with(&file.name)),
    };
    match read_database(world, session).await {
        Ok(version) => content.database_version = version,
        Err(words) => content.problem = content.problem.or(Some(words)),
    }
    Ok(content)
}

/// Every file lies in a folder named like its storage container, all of it in lower case.
fn wrong_with(name: &str) -> Option<String> {
    if name.chars().any(char::is_uppercase) {
        Some(format!(
            "The names of files and folders must be lowercase: '{name}'."
        ))
    } else if !name.contains('/') {
        Some(format!(
            "The file '{name}' is not in the folder of a storage container."
        ))
    } else {
        None
    }
}

/// The database's version, as far as it can be told. Fails with words for the log if the file is no
/// database export.
async fn read_database(
    world: &Arc<World>,
    session: &RestoreSession,
) -> Result<Option<String>, String> {
    if world.discard_blobs {
        return Ok(None);
    }
    let (world, container) = (world.clone(), session.database.clone());
    let reading = tokio::task::spawn_blocking(move || {
        let unreadable = |_| "The database file could not be read.".to_owned();
        let folder = tempfile::tempdir_in(&world.incoming).map_err(unreadable)?;
        let file = folder.path().join(DATABASE_FILE);
        world
            .storage
            .copy_to_file(&container, DATABASE_FILE, world.now(), &file)
            .map_err(unreadable)?;
        if !is_database_export(&file) {
            return Err(format!("{DATABASE_FILE} is not a valid BACPAC file."));
        }
        Ok(world.database_version.as_ref().and_then(|read| read(&file)))
    });
    reading.await.unwrap_or_else(|fault| Err(fault.to_string()))
}

/// A BACPAC is a zip with a model of the database in it.
fn is_database_export(file: &Path) -> bool {
    File::open(file)
        .map_err(|_| ())
        .and_then(|file| zip::ZipArchive::new(file).map_err(|_| ()))
        .is_ok_and(|archive| {
            let has = |name| archive.index_for_name(name).is_some();
            has("model.xml") && has("Origin.xml")
        })
}

#[cfg(test)]
mod tests {
    use super::wrong_with;

    #[test]
    fn names_are_lower_case_and_in_a_folder() {
        assert_eq!(wrong_with("default/assets/ä#1/$cmsfolder$"), None);
        assert!(
            wrong_with("default/Assets/x")
                .unwrap()
                .contains("'default/Assets/x'")
        );
        assert!(
            wrong_with("loose.txt")
                .unwrap()
                .contains("not in the folder")
        );
    }
}
