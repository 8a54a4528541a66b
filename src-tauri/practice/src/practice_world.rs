use crate::blob::StorageAccount;
use crate::facts::PracticeFacts;
use crate::faults::{Faults, PORTAL, Place, STORAGE, sane_pace};
use crate::options::{PracticeEnvironment, PracticeOptions};
use crate::project::{Deployment, ProjectState, RestorePoint};
use crate::restore::CustomRestore;
use crate::seen::SeenRequest;
use crate::state_file::StateFile;
use crate::storage::Storage;
use crate::world::{Parts, World};
use crate::{portal, site, storage_account, wire};
use slipway_engine::project::ProjectGuid;
use slipway_engine::units::Moment;
use std::io;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A running practice world. Dropping it ends its servers; [`Self::stop`] also waits until they
/// are gone.
pub struct PracticeWorld {
    world: Arc<World>,
    servers: JoinSet<()>,
    /// Ends the servers when it changes, and when it is dropped.
    stop: watch::Sender<bool>,
    _scratch: Option<TempDir>,
}

impl PracticeWorld {
    /// Starts the Portal and the environments' sites on loopback, each on its own port. Addresses
    /// used before in the same data folder are used again if they are free.
    ///
    /// Errors: the folder cannot be written or is in use, or the port asked for is taken.
    pub async fn start(options: PracticeOptions) -> io::Result<Self> {
        let store = options
            .data_dir
            .as_deref()
            .map(StateFile::open)
            .transpose()?;
        let (scratch, folder) = own_folder(options.data_dir.as_deref())?;
        let incoming = incoming_folder(&folder)?;
        let remembered = match &store {
            Some(store) => store.load()?,
            None => None,
        };
        let mut project = remembered.unwrap_or_else(|| {
            let guid = ProjectGuid(uuid::Uuid::new_v4().to_string());
            ProjectState::new(guid, Moment(options.clock.now().0))
        });
        project.environments.clone_from(&options.environments);
        project.pace = sane_pace(options.pace);

        let portal_listener = match options.port {
            0 => listen(project.portal_port).await?,
            port => TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?,
        };
        let portal_port = portal_listener.local_addr()?.port();
        project.portal_port = Some(portal_port);
        let storage_listener = listen(project.storage_port).await?;
        let storage_port = storage_listener.local_addr()?.port();
        project.storage_port = Some(storage_port);
        let storage = StorageAccount::open(
            folder.join("storage"),
            store.is_some(),
            options.discard_blobs,
            &project.guid,
            storage_port,
        )?;
        let mut listeners = Vec::new();
        for environment in &options.environments {
            let used_before = project.site_ports.get(&environment.key).copied();
            let listener = listen(used_before).await?;
            let port = listener.local_addr()?.port();
            project.site_ports.insert(environment.key.clone(), port);
            listeners.push((environment.clone(), listener, port));
        }

        let sites: Vec<(PracticeEnvironment, u16)> = listeners
            .iter()
            .map(|(environment, _, port)| (environment.clone(), *port))
            .collect();
        let facts = PracticeFacts::new(
            &project.guid,
            &options.project_name,
            options.upload_limit,
            portal_port,
            &sites,
        );
        let world = Arc::new(World::new(Parts {
            facts,
            project,
            store,
            clock: options.clock,
            storage,
            incoming,
            discard_uploads: options.discard_uploads,
            discard_blobs: options.discard_blobs,
            database_version: options.database_version,
            site_latency: options.site_latency,
        }));
        world.save_now();

        let (stop, stopped) = watch::channel(false);
        let mut servers = JoinSet::new();
        let place = |name: &str| Place {
            world: world.clone(),
            name: name.into(),
        };
        servers.spawn(wire::serve(
            portal_listener,
            portal(place(PORTAL)),
            stopped.clone(),
        ));
        servers.spawn(wire::serve(
            storage_listener,
            storage_account(place(STORAGE)),
            stopped.clone(),
        ));
        for (environment, listener, _) in listeners {
            let router = site(place(&environment.key.0), environment);
            servers.spawn(wire::serve(listener, router, stopped.clone()));
        }
        Ok(Self {
            world,
            servers,
            stop,
            _scratch: scratch,
        })
    }

    /// Addresses, names and tokens.
    pub fn facts(&self) -> PracticeFacts {
        self.world.facts.clone()
    }

    /// The Blob containers and links to them.
    pub fn storage(&self) -> Storage<'_> {
        Storage::of(&self.world)
    }

    /// **Custom restore**, without clicking.
    pub fn custom_restore(&self) -> CustomRestore<'_> {
        CustomRestore::of(&self.world)
    }

    /// Orders faults.
    pub fn faults(&self) -> &Faults {
        &self.world.faults
    }

    /// Every request to the Portal and the sites, oldest first; control calls are not among them.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.world.seen.requests()
    }

    /// How many requests are being answered right now.
    pub fn requests_in_flight(&self) -> usize {
        self.world.seen.in_flight()
    }

    /// How many requests there were, also those no longer remembered.
    pub fn requests_so_far(&self) -> u64 {
        self.world.seen.count()
    }

    /// Every deployment in the order it was accepted, whether the pages show it yet or not.
    pub fn deployments(&self) -> Vec<Deployment> {
        self.world.look(|project, _| project.deployments.clone())
    }

    /// Every restore point that has not expired, in the order it was asked for.
    pub fn restore_points(&self) -> Vec<RestorePoint> {
        self.world.look(|project, _| project.restore_points.clone())
    }

    /// This world's time, which [`Faults::jump`] moves.
    pub fn now(&self) -> Moment {
        self.world.now()
    }

    /// Ends everything: connections are closed, ports free, and the state saved when it returns.
    pub async fn stop(mut self) {
        self.world.stopping.store(true, Ordering::Relaxed);
        // An error means no server is left to hear it.
        let _ = self.stop.send(true);
        while self.servers.join_next().await.is_some() {}
        self.world.finish_chores().await;
        self.world.look(|_, _| ());
        self.world.save_now();
    }
}

impl Drop for PracticeWorld {
    fn drop(&mut self) {
        self.world.stopping.store(true, Ordering::Relaxed);
    }
}

/// The data folder, or one that disappears with the world.
fn own_folder(data_dir: Option<&Path>) -> io::Result<(Option<TempDir>, PathBuf)> {
    if let Some(data_dir) = data_dir {
        return Ok((None, data_dir.to_owned()));
    }
    let scratch = tempfile::Builder::new()
        .prefix("slipway-practice-")
        .tempdir()?;
    let path = scratch.path().to_owned();
    Ok((Some(scratch), path))
}

/// An empty folder for uploads.
fn incoming_folder(folder: &Path) -> io::Result<PathBuf> {
    let incoming = folder.join("incoming");
    // What a killed world left behind is of no use to anyone.
    match std::fs::remove_dir_all(&incoming) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
        _ => {}
    }
    std::fs::create_dir_all(&incoming)?;
    Ok(incoming)
}

/// Listens where it did before, or where there is room.
async fn listen(used_before: Option<u16>) -> io::Result<TcpListener> {
    if let Some(port) = used_before
        && let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
    {
        return Ok(listener);
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await
}
