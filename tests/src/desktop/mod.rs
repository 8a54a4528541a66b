//! The real window on a display of its own, driven the way a person drives it.
//!
//! ```no_run
//! let home = tempfile::tempdir().unwrap();
//! let desk = slipway_tests::desktop::Desktop::start(home.path());
//! desk.click("button", "Upload to QA");
//! desk.sees("was accepted");
//! ```
//! Every call that looks for something waits for it up to [`PATIENCE`] and ends the test otherwise,
//! leaving a picture and the page's text in `target/desktop/`.

mod hands;
mod owned;
mod practice;
mod seat;
mod wait;
mod webdriver;

pub use hands::Hands;
pub use owned::{Owned, is_alive};
pub use practice::{DEPLOYMENT, Practice};
pub use seat::Seat;
pub use wait::{PATIENCE, must, wait_for};
pub use webdriver::{Element, Refusal, WebDriver};

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

const FIND: &str = include_str!("find.js");

/// Keys that have no letter, as WebDriver writes them.
pub mod key {
    pub const BACKSPACE: &str = "\u{E003}";
    pub const TAB: &str = "\u{E004}";
    pub const ENTER: &str = "\u{E007}";
    pub const ESCAPE: &str = "\u{E00C}";
    pub const SPACE: &str = " ";
    pub const SHIFT: &str = "\u{E008}";
    pub const CONTROL: &str = "\u{E009}";
    pub const ARROW_UP: &str = "\u{E013}";
    pub const ARROW_DOWN: &str = "\u{E015}";
}

/// What GTK calls its file dialogs.
pub mod dialog {
    pub const OPEN_FILE: &str = "Open File";
    pub const SAVE_FILE: &str = "Save File";
    pub const SELECT_FOLDER: &str = "Select Folder";
}

/// The window and the seat it is used from.
pub struct Desktop {
    binary: PathBuf,
    environment: Vec<(String, String)>,
    driver: Option<WebDriver>,
    seat: Seat,
}

/// Where the window's binary is. `cargo xtask test desktop` builds it and says so here.
#[track_caller]
pub fn window_binary() -> PathBuf {
    match std::env::var_os("SLIPWAY_WINDOW") {
        Some(path) => PathBuf::from(path),
        None => panic!("SLIPWAY_WINDOW names no window to drive; run `cargo xtask test desktop`"),
    }
}

impl Desktop {
    /// Opens the window for a user whose home folder is `home`.
    #[track_caller]
    pub fn start(home: &Path) -> Self {
        Self::start_with(home, &[])
    }

    /// [`Desktop::start`] with environment variables the window gets on top.
    #[track_caller]
    pub fn start_with(home: &Path, environment: &[(&str, &str)]) -> Self {
        Self::open(window_binary(), Seat::take(home, true), environment)
    }

    /// The window of another binary than the one under test.
    #[track_caller]
    pub fn start_binary(binary: &Path, home: &Path) -> Self {
        Self::open(binary.to_owned(), Seat::take(home, true), &[])
    }

    /// The window at a computer that has no keychain.
    #[track_caller]
    pub fn start_without_keychain(home: &Path, environment: &[(&str, &str)]) -> Self {
        Self::open(window_binary(), Seat::take(home, false), environment)
    }

    #[track_caller]
    fn open(binary: PathBuf, seat: Seat, environment: &[(&str, &str)]) -> Self {
        let environment: Vec<_> = environment
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        let driver = Some(WebDriver::open(&seat, &binary, &environment));
        let opened = Self {
            binary,
            environment,
            driver,
            seat,
        };
        opened.is_usable();
        opened
    }

    /// Waits for the first screen: what is done to the window before is done to nobody.
    #[track_caller]
    fn is_usable(&self) {
        must("the first screen is there", PATIENCE, || {
            self.all("heading").pop()
        });
    }

    /// The session with the window, for calls that are not worth a method here.
    #[track_caller]
    pub fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("the window is open")
    }

    pub fn home(&self) -> &Path {
        self.seat.home()
    }

    /// Mouse, keyboard and files, as the display knows them.
    pub fn hands(&self) -> Hands<'_> {
        Hands::new(&self.seat)
    }

    /// How many secrets the user's keychain keeps.
    #[track_caller]
    pub fn secrets_in_keychain(&self) -> usize {
        self.seat.secrets()
    }

    /// Process id of the window.
    pub fn process(&self) -> u32 {
        self.driver().window_process()
    }

    // Looking

    #[track_caller]
    pub fn title(&self) -> String {
        self.driver().title().expect("the window has a title")
    }

    /// How many windows or tabs there are.
    #[track_caller]
    pub fn windows(&self) -> usize {
        self.driver().windows().expect("the windows are counted")
    }

    /// Waits for an element with this role whose accessible name is `name`.
    #[track_caller]
    pub fn find(&self, role: &str, name: &str) -> Element {
        must(
            &format!("a {role} named “{name}” is there"),
            PATIENCE,
            || self.look(json!(role), json!(name)).pop(),
        )
    }

    /// Waits until `text` can be read somewhere on the page.
    #[track_caller]
    pub fn sees(&self, text: &str) -> Element {
        self.sees_within(text, PATIENCE)
    }

    /// [`Desktop::sees`] with a limit for what takes its time.
    #[track_caller]
    pub fn sees_within(&self, text: &str, limit: Duration) -> Element {
        must(&format!("“{text}” can be read"), limit, || {
            self.look(Value::Null, json!(text)).pop()
        })
    }

    /// Whether an element with this role and name is there now.
    pub fn has(&self, role: &str, name: &str) -> bool {
        !self.look(json!(role), json!(name)).is_empty()
    }

    /// How many there are of these now.
    pub fn count(&self, role: &str, name: &str) -> usize {
        self.look(json!(role), json!(name)).len()
    }

    /// Whether `text` can be read now.
    pub fn shows(&self, text: &str) -> bool {
        !self.look(Value::Null, json!(text)).is_empty()
    }

    /// Every visible element with this role.
    pub fn all(&self, role: &str) -> Vec<Element> {
        self.look(json!(role), Value::Null)
    }

    /// What the page says, as a person would read it.
    pub fn text(&self) -> String {
        let said = self.driver().run("return document.body.innerText", &[]);
        said.ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Runs a function body in the page.
    #[track_caller]
    pub fn run(&self, body: &str, arguments: &[Value]) -> Value {
        self.driver()
            .run(body, arguments)
            .unwrap_or_else(|r| panic!("the script says {}: {}", r.kind, r.message))
    }

    fn look(&self, role: Value, name: Value) -> Vec<Element> {
        self.driver()
            .elements(FIND, &[role, name])
            .unwrap_or_default()
    }

    // Doing

    #[track_caller]
    pub fn click(&self, role: &str, name: &str) {
        self.on(&format!("the {role} “{name}” is clicked"), || {
            let found = self.look(json!(role), json!(name)).pop()?;
            self.takes_clicks(&found).then_some(())?;
            let clicked = self.driver().click(&found).ok();
            if clicked.is_none() {
                self.to_the_middle(&found);
            }
            clicked
        });
    }

    /// As a user would: the driver leaves what it scrolls to half under a bar.
    fn to_the_middle(&self, element: &Element) {
        let scroll = "arguments[0].scrollIntoView({block: 'center'})";
        let _ = self.driver().run(scroll, &[WebDriver::argument(element)]);
    }

    /// Whether it would react: a person waits while a button says that it is busy.
    fn takes_clicks(&self, element: &Element) -> bool {
        let idle = "const e = arguments[0]; return !e.disabled && e.ariaDisabled !== 'true' && e.ariaBusy !== 'true'";
        let said = self.driver().run(idle, &[WebDriver::argument(element)]);
        said.is_ok_and(|idle| idle == json!(true))
    }

    /// Clicks on the text itself, wherever it is.
    #[track_caller]
    pub fn click_text(&self, text: &str) {
        self.on(&format!("“{text}” is clicked"), || {
            let found = self.look(Value::Null, json!(text)).pop()?;
            self.driver().click(&found).ok()
        });
    }

    /// Replaces what stands in the text field or search with this label.
    #[track_caller]
    pub fn type_into(&self, label: &str, typed: &str) {
        self.on(&format!("“{label}” is filled in"), || {
            let fields = |role: &str| self.look(json!(role), json!(label));
            let found = fields("textbox")
                .pop()
                .or_else(|| fields("searchbox").pop())?;
            self.to_the_middle(&found);
            self.driver().clear(&found).ok()?;
            self.driver().type_text(&found, typed).ok()
        });
    }

    /// Presses keys together; whatever has the focus hears them.
    #[track_caller]
    pub fn press(&self, keys: &[&str]) {
        self.driver()
            .press(keys)
            .unwrap_or_else(|r| panic!("the keys are not heard: {} {}", r.kind, r.message));
    }

    /// The start of the markup of what has the focus, for messages.
    pub fn focused(&self) -> String {
        let said = self
            .driver()
            .run("return document.activeElement.outerHTML.slice(0, 200)", &[]);
        said.ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Presses Tab until the element with this role and name has the focus; never more than `most` times.
    #[track_caller]
    pub fn tab_to(&self, role: &str, name: &str, most: usize) {
        let here = "return document.activeElement === arguments[0]";
        for _ in 0..=most {
            // Looked for each time: the page may have drawn it anew.
            let wanted = WebDriver::argument(&self.find(role, name));
            let is_here = self.driver().run(here, &[wanted]);
            if is_here.is_ok_and(|is_here| is_here == json!(true)) {
                return;
            }
            self.press(&[key::TAB]);
        }
        panic!(
            "the {role} “{name}” is not reached with {most} tabs; the focus is on {}",
            self.focused()
        );
    }

    /// Gives the window another size and waits until the page has it.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let asked = self.driver().set_size(width, height);
        asked.unwrap_or_else(|r| panic!("no other size: {} {}", r.kind, r.message));
        must("the page has the new size", PATIENCE, || {
            let size = self.driver().run("return [innerWidth, innerHeight]", &[]);
            (size.ok()? == json!([width, height])).then_some(())
        });
    }

    /// Writes a picture of the page.
    #[track_caller]
    pub fn screenshot(&self, path: &Path) {
        self.settle();
        let picture = self
            .driver()
            .screenshot()
            .unwrap_or_else(|r| panic!("no picture: {} {}", r.kind, r.message));
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("the picture's folder can be made");
        }
        std::fs::write(path, picture).expect("the picture can be written");
    }

    /// Waits until what the page says is also what is painted.
    fn settle(&self) {
        let two_frames = "const done = arguments[0]; const next = requestAnimationFrame; \
                          document.fonts.ready.then(() => next(() => next(() => done())))";
        let _ = self.driver().run_async(two_frames, &[]);
    }

    #[track_caller]
    fn on<T>(&self, what: &str, attempt: impl FnMut() -> Option<T>) -> T {
        must(what, PATIENCE, attempt)
    }

    // Living and dying

    /// Ends the window at once, as a crash or a power cut would.
    #[track_caller]
    pub fn kill_9(&mut self) {
        let window = self.process();
        owned::signal(window, "KILL");
        must("the killed window is gone", PATIENCE, || {
            (!is_alive(window)).then_some(())
        });
        self.driver = None;
    }

    /// Closes the window, if it is open, and opens it again for the same user.
    #[track_caller]
    pub fn open_again(&mut self) {
        if self.driver.is_some() {
            let window = self.process();
            self.hands().close_window();
            must("the window has ended", PATIENCE, || {
                (!is_alive(window)).then_some(())
            });
            self.driver = None;
        }
        self.driver = Some(WebDriver::open(&self.seat, &self.binary, &self.environment));
        self.is_usable();
    }

    /// Starts Slipway a second time beside the running one; gives how that second start ended.
    #[track_caller]
    pub fn start_second(&self) -> ExitStatus {
        let environment = self.environment.iter().map(|(n, v)| (n, v));
        let mut second = Owned::start(self.seat.command(&self.binary).envs(environment));
        match second.ended(PATIENCE) {
            Some(status) => status,
            None => panic!("the second start is still running"),
        }
    }

    /// Leaves a picture and the page's text where a person looks for them after a test did not pass.
    pub fn leave_evidence(&self) {
        if self.driver.is_none() {
            return;
        }
        let name = std::thread::current()
            .name()
            .unwrap_or("main")
            .replace("::", "-");
        let folder = evidence_folder();
        let _ = std::fs::create_dir_all(&folder);
        let _ = std::fs::write(folder.join(format!("{name}.txt")), self.text());
        self.hands().picture(&folder.join(format!("{name}.png")));
        eprintln!(
            "what the window showed: {}",
            folder.join(format!("{name}.png")).display()
        );
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.leave_evidence();
        }
        if let Some(driver) = self.driver.take() {
            driver.close();
        }
    }
}

/// Where Slipway keeps what it remembers for the user whose home is `home`.
pub fn data_folder(home: &Path) -> PathBuf {
    home.join(".local/share/app.slipway.desktop")
}

fn evidence_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/desktop")
}
