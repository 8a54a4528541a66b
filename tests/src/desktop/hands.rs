//! Mouse and keyboard at the level of the display: real drags, and the system's own dialogs,
//! which no WebDriver reaches.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::owned::Owned;
use super::seat::{DISPLAY, Seat};
use super::wait::{PATIENCE, must, wait_for};

/// Debian's own interpreter: another one first in the path may lack the GTK bindings.
const PYTHON: &str = "/usr/bin/python3";

/// Upper left corner of the tray, right of the window.
const TRAY: (u32, u32) = (DISPLAY.0 - 100, 40);

pub struct Hands<'a> {
    seat: &'a Seat,
}

impl<'a> Hands<'a> {
    pub fn new(seat: &'a Seat) -> Self {
        Self { seat }
    }

    /// Drags files from a tray beside the window and lets go over its middle.
    #[track_caller]
    pub fn drag(&self, files: &[&Path]) {
        let held = self.hold(files);
        self.let_go(held);
    }

    /// Drops what is held over the window.
    #[track_caller]
    pub fn let_go(&self, mut held: HeldFiles) {
        self.xdotool(&["mouseup", "1"]);
        let outcome = held.tray.line("how the drag ended", PATIENCE, |line| {
            matches!(line, "dropped" | "missed").then(|| line.to_owned())
        });
        assert_eq!(outcome, "dropped", "the window does not take the files");
    }

    /// Drags files over the window and keeps holding them there, until [`HeldFiles`] is let go.
    #[track_caller]
    pub fn hold(&self, files: &[&Path]) -> HeldFiles {
        let mut command = self.script("drag_source.py");
        command
            .args([TRAY.0.to_string(), TRAY.1.to_string()])
            .args(files);
        let mut tray = Owned::start(&mut command);
        tray.line("shown", PATIENCE, |line| (line == "shown").then_some(()));

        self.move_to(TRAY.0 + 32, TRAY.1 + 32);
        self.xdotool(&["mousedown", "1"]);
        let (middle_x, middle_y) = (640, 400);
        // A drag starts once the pointer has moved a little with the button down, and the window
        // under it is asked on every move: so move until it has answered.
        let mut step = 0;
        must("the window takes the files", PATIENCE, || {
            let begun = tray.lines().iter().any(|line| line == "dragging");
            let wiggle = step % 12;
            match begun {
                false => self.move_to(TRAY.0 + 20 - wiggle, TRAY.1 + 32 + wiggle),
                true => self.move_to(middle_x + wiggle, middle_y + wiggle),
            }
            step += 1;
            (tray.lines().last().is_some_and(|line| line == "accepted")).then_some(())
        });
        HeldFiles { tray }
    }

    /// Chooses `path`, a file or a folder, in the system's file dialog by typing it, once the dialog is
    /// there.
    #[track_caller]
    pub fn choose_in_dialog(&self, title: &str, path: &Path) {
        let dialog = self.dialog(title);
        let typed = path.to_str().expect("test files have readable names");
        self.focus(&dialog);
        // The slash opens the dialog's line for typing a place. Its completion swallows a letter now
        // and then; who sees that types it once more.
        must("the file dialog shows the typed path", PATIENCE, || {
            self.xdotool(&["type", "--clearmodifiers", "--delay", "12", typed]);
            self.xdotool(&["key", "--clearmodifiers", "ctrl+a"]);
            wait_for(Duration::from_secs(2), || {
                // A folder is completed with a slash.
                (self.selected_text().trim_end_matches('/') == typed).then_some(())
            })
        });
        must("the file dialog closes", PATIENCE, || {
            self.xdotool(&["key", "--clearmodifiers", "Return"]);
            wait_for(Duration::from_secs(3), || {
                self.windows(title).is_empty().then_some(())
            })
        });
    }

    fn selected_text(&self) -> String {
        let said = self.script("selected_text.py").output();
        said.map(|said| String::from_utf8_lossy(&said.stdout).into_owned())
            .unwrap_or_default()
    }

    /// Closes the system's file dialog with Escape.
    #[track_caller]
    pub fn dismiss_dialog(&self, title: &str) {
        let dialog = self.dialog(title);
        self.focus(&dialog);
        must("the file dialog closes", PATIENCE, || {
            self.xdotool(&["key", "--clearmodifiers", "Escape"]);
            wait_for(Duration::from_secs(1), || {
                self.windows(title).is_empty().then_some(())
            })
        });
    }

    /// Asks Slipway's window to close, as the cross in its title bar would.
    #[track_caller]
    pub fn close_window(&self) {
        for window in self.windows("Slipway") {
            let asked = self.script("close_window.py").arg(&window).status();
            // One that is gone by itself, as a passing one is, needs no asking.
            assert!(
                asked.is_ok_and(|status| status.success())
                    || !self.windows("Slipway").contains(&window),
                "the window is not asked to close"
            );
        }
    }

    /// Writes a picture of the whole display, the system's own dialogs included.
    pub fn picture(&self, file: &Path) {
        let _ = self.script("display_picture.py").arg(file).status();
    }

    /// Ids of the display's visible windows with this title.
    pub fn windows(&self, title: &str) -> Vec<String> {
        let pattern = format!("^{title}$");
        let found = self
            .command(&["search", "--onlyvisible", "--name", &pattern])
            .output();
        let listed = found
            .map(|out| String::from_utf8_lossy(&out.stdout).into_owned())
            .unwrap_or_default();
        listed.lines().map(str::to_owned).collect()
    }

    #[track_caller]
    fn dialog(&self, title: &str) -> String {
        must(&format!("the dialog “{title}” opens"), PATIENCE, || {
            self.windows(title).pop()
        })
    }

    /// Without a window manager nothing gives a new window the keyboard.
    #[track_caller]
    fn focus(&self, window: &str) {
        must("the dialog has the keyboard", PATIENCE, || {
            self.xdotool(&["windowfocus", window]);
            let answer = self.command(&["getwindowfocus", "-f"]).output().ok()?;
            (String::from_utf8_lossy(&answer.stdout).trim() == window).then_some(())
        });
    }

    fn script(&self, name: &str) -> Command {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("desktop");
        let mut command = self.seat.command(PYTHON);
        command.arg(folder.join(name)).stderr(Stdio::null());
        command
    }

    fn move_to(&self, x: u32, y: u32) {
        self.xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
    }

    fn xdotool(&self, arguments: &[&str]) {
        let done = self.command(arguments).status();
        assert!(
            done.is_ok(),
            "xdotool does not start; `cargo xtask test desktop` installs it"
        );
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.seat.command("xdotool");
        command.args(arguments).stderr(Stdio::null());
        command
    }
}

/// Files held over the window with the button still down.
pub struct HeldFiles {
    tray: Owned,
}
