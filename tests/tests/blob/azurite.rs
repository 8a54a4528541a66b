//! Azurite on a free port, for as long as somebody holds it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Azurite's well-known account and key, the same everywhere.
pub const ACCOUNT: &str = "devstoreaccount1";
pub const KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// It is started on a busy machine at times.
const LIMIT: Duration = Duration::from_secs(90);

pub struct Azurite {
    /// `http://127.0.0.1:PORT/devstoreaccount1`
    pub address: String,
    child: Child,
    _folder: TempDir,
}

static RUNNING: Mutex<Weak<Azurite>> = Mutex::new(Weak::new());

impl Azurite {
    /// The one that runs, or a new one. Tests at the same time share it: starting takes seconds.
    ///
    /// Panics if it is not installed: a suite that compares with nothing proves nothing.
    pub fn running() -> Arc<Self> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(azurite) = running.upgrade() {
            return azurite;
        }
        let azurite = Arc::new(Self::start());
        *running = Arc::downgrade(&azurite);
        azurite
    }

    fn start() -> Self {
        let script = script();
        let folder = tempfile::tempdir().expect("a folder for Azurite");
        let mut child = Command::new(node())
            .arg(&script)
            .args(["--blobHost", "127.0.0.1", "--blobPort", "0", "--location"])
            .arg(folder.path())
            .args(["--skipApiVersionCheck", "--disableTelemetry"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Node.js starts");
        let said = child.stdout.take().expect("its words are piped");
        let (tell, told) = std::sync::mpsc::channel();
        // Reads on after the address: Azurite writes a line for each request and would stand still.
        std::thread::spawn(move || {
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                if let Some(at) = line.find("listens on http://127.0.0.1:") {
                    let port = line[at..].rsplit(':').next().unwrap_or_default();
                    let _ = tell.send(port.trim().to_owned());
                }
            }
        });
        let began = Instant::now();
        let port = told.recv_timeout(LIMIT).unwrap_or_else(|_| {
            let _ = child.kill();
            panic!("Azurite told no address in {:?}", began.elapsed())
        });
        Self {
            address: format!("http://127.0.0.1:{port}/{ACCOUNT}"),
            child,
            _folder: folder,
        }
    }
}

impl Drop for Azurite {
    fn drop(&mut self) {
        // It is gone already if this does not work.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where the set-up puts it.
fn script() -> PathBuf {
    let home = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("azurite");
    let script = home.join("node_modules/azurite/dist/src/blob/main.js");
    assert!(
        script.is_file(),
        "Azurite is missing, and without it nothing shows that the practice storage behaves like \
         Azure's. Run `cargo xtask test rust`, which installs it, or `npm ci` in {}.",
        home.display()
    );
    script
}

/// The computer's own Node.js, or the one the set-up brought for this repository.
fn node() -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let own = target.join("xtask/node/node_modules/node/bin/node");
    if own.is_file() { own } else { "node".into() }
}
