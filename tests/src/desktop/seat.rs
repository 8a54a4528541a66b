//! A place to sit at: a display, a session bus and an unlocked keychain that no other test sees.

use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::owned::Owned;
use super::wait::{PATIENCE, must};

/// Width and height of the display. The window takes 1280 × 800 at the upper left; what is right
/// of it belongs to the tray files are dragged from.
pub const DISPLAY: (u32, u32) = (1440, 900);

/// Variables of the tester's own desktop that would leak into the window.
const NOT_INHERITED: [&str; 8] = [
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_DATA_DIRS",
    "GTK_THEME",
    "GNOME_KEYRING_CONTROL",
    "XDG_SESSION_TYPE",
    // With it set, screenshots over WebDriver never come back.
    "WEBKIT_DISABLE_DMABUF_RENDERER",
    "SSH_AUTH_SOCK",
];

/// Fields drop in this order: the keychain before its bus, the bus before the display.
pub struct Seat {
    home: PathBuf,
    display: String,
    bus_address: String,
    _keychain: Option<Owned>,
    _bus: Owned,
    _screen: Owned,
}

impl Seat {
    /// `home` becomes the home folder of everything started here.
    #[track_caller]
    pub fn take(home: &Path, with_keychain: bool) -> Self {
        let runtime = home.join("run");
        std::fs::create_dir_all(&runtime).expect("the home folder can be written");
        std::fs::set_permissions(&runtime, Permissions::from_mode(0o700))
            .expect("the runtime folder is ours");

        let mut screen = Owned::start(
            Command::new("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-nolisten",
                    "tcp",
                    "-noreset",
                    "-screen",
                    "0",
                ])
                .arg(format!("{}x{}x24", DISPLAY.0, DISPLAY.1))
                .stderr(Stdio::null()),
        );
        let display = screen.line("its display number", PATIENCE, |line| {
            line.parse::<u32>().ok()
        });

        let mut seat_command = Command::new("dbus-daemon");
        dress(&mut seat_command, home, &format!(":{display}"), None);
        let mut bus = Owned::start(
            seat_command
                .arg(format!("--config-file={}", bus_rules(home).display()))
                .args(["--nofork", "--nopidfile", "--print-address=1"])
                .stderr(Stdio::null()),
        );
        let bus_address = bus.line("its address", PATIENCE, |line| {
            line.starts_with("unix:").then(|| line.to_owned())
        });

        let mut seat = Self {
            home: home.to_owned(),
            display: format!(":{display}"),
            bus_address,
            _keychain: None,
            _bus: bus,
            _screen: screen,
        };
        if with_keychain {
            seat._keychain = Some(seat.unlock_keychain());
        }
        seat
    }

    /// A command that runs at this seat.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        dress(
            &mut command,
            &self.home,
            &self.display,
            Some(&self.bus_address),
        );
        command
    }

    pub fn home(&self) -> &Path {
        &self.home
    }

    #[track_caller]
    fn unlock_keychain(&self) -> Owned {
        let mut daemon = self.command("gnome-keyring-daemon");
        daemon
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stderr(Stdio::null());
        let mut keychain = Owned::start(&mut daemon);
        keychain.feed("a password for one test\n");
        must(
            "the keychain offers its secrets on the session bus",
            PATIENCE,
            || self.has_keychain().then_some(()),
        );
        keychain
    }

    fn has_keychain(&self) -> bool {
        self.ask_bus(
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            &[
                "org.freedesktop.DBus.NameHasOwner",
                "string:org.freedesktop.secrets",
            ],
        )
        .contains("true")
    }

    /// How many secrets the keychain's default collection holds.
    #[track_caller]
    pub fn secrets(&self) -> usize {
        let items = self.ask_bus(
            "org.freedesktop.secrets",
            "/org/freedesktop/secrets/aliases/default",
            &[
                "org.freedesktop.DBus.Properties.Get",
                "string:org.freedesktop.Secret.Collection",
                "string:Items",
            ],
        );
        assert!(items.contains("array"), "the keychain does not answer");
        items
            .matches("/org/freedesktop/secrets/collection/")
            .count()
    }

    fn ask_bus(&self, whom: &str, object: &str, question: &[&str]) -> String {
        let answer = self
            .command("dbus-send")
            .args(["--session", "--print-reply=literal"])
            .arg(format!("--dest={whom}"))
            .arg(object)
            .args(question)
            .output();
        answer
            .map(|answer| String::from_utf8_lossy(&answer.stdout).into_owned())
            .unwrap_or_default()
    }
}

/// A session bus that starts nothing by itself: what runs at a seat is what the test put there.
fn bus_rules(home: &Path) -> PathBuf {
    const RULES: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;
    let path = home.join("run/session-bus.conf");
    std::fs::write(&path, RULES).expect("the home folder can be written");
    path
}

impl Owned {
    /// Writes to its standard input and closes it.
    fn feed(&mut self, text: &str) {
        if let Some(mut input) = self.take_input() {
            let _ = input.write_all(text.as_bytes());
        }
    }
}

fn dress(command: &mut Command, home: &Path, display: &str, bus: Option<&str>) {
    for name in NOT_INHERITED {
        command.env_remove(name);
    }
    command
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join(".local/share"))
        .env("XDG_CONFIG_HOME", home.join(".config"))
        .env("XDG_CACHE_HOME", home.join(".cache"))
        .env("XDG_STATE_HOME", home.join(".local/state"))
        .env("XDG_RUNTIME_DIR", home.join("run"))
        .env("DISPLAY", display)
        .env("GDK_BACKEND", "x11")
        .env("GIO_USE_VFS", "local")
        .env("GTK_USE_PORTAL", "0")
        .env("NO_AT_BRIDGE", "1")
        .env("LANG", "C.UTF-8");
    if let Some(address) = bus {
        command.env("DBUS_SESSION_BUS_ADDRESS", address);
    }
}
