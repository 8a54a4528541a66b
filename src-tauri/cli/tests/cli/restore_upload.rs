//! `restore upload` against the practice world's storage.

use super::restore::{database, files};
use super::{Bench, code, explained, slipway};
use serde_json::Value;
use slipway_engine::restore::sample::SampleDatabase;
use slipway_engine::units::Moment;
use slipway_practice::{LinkOrder, PracticeOptions, PracticeWorld};
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;
#[cfg(unix)]
use std::time::Instant;

const HOUR: Duration = Duration::from_secs(3_600);

/// A practice world with the two containers of a session.
struct Containers {
    runtime: tokio::runtime::Runtime,
    world: PracticeWorld,
}

impl Containers {
    fn new() -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let world = runtime
            .block_on(PracticeWorld::start(PracticeOptions::default()))
            .expect("a practice world");
        for name in ["database", "storage"] {
            world.storage().create_container(name);
        }
        Self { runtime, world }
    }

    fn link(&self, container: &str, expires: Moment) -> String {
        self.link_allowing("rwl", container, expires)
    }

    fn link_allowing(&self, rights: &str, container: &str, expires: Moment) -> String {
        let order = LinkOrder::new(container, expires).allowing(rights);
        self.world.storage().link(&order).reveal().to_owned()
    }

    fn blobs(&self, container: &str) -> Vec<(String, u64)> {
        let blobs = self.world.storage().blobs(container).expect("a container");
        let mut blobs: Vec<_> = blobs.into_iter().map(|b| (b.name, b.size.0)).collect();
        blobs.sort();
        blobs
    }

    /// Requests that brought content.
    fn brought(&self) -> usize {
        let seen = self.world.requests().into_iter();
        seen.filter(|request| request.method == "PUT").count()
    }

    fn upload(&self, bench: &Bench, arguments: &[&Path]) -> Command {
        let soon = Moment(self.world.now().0 + HOUR);
        let mut command = slipway();
        command
            .args(["restore", "upload", "--target-version", "31.6.2", "--state"])
            .arg(bench.path("state"))
            .args(arguments)
            .env("SLIPWAY_DB_SAS", self.link("database", soon))
            .env("SLIPWAY_STORAGE_SAS", self.link("storage", soon));
        command
    }

    fn end(self) {
        let Self { runtime, world } = self;
        runtime.block_on(world.stop());
    }
}

fn run(command: &mut Command) -> Output {
    command.output().expect("it runs")
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", explained(output)))
}

#[test]
fn both_parts_arrive_under_the_promised_names_and_again_nothing_is_sent() {
    let (bench, containers) = (Bench::new(), Containers::new());
    let db = database(&bench, &SampleDatabase::new());
    let size = std::fs::metadata(&db).expect("it is there").len();
    let storage = files(&bench, &["Default/Assets/Hero #1.JPG"]);
    std::fs::write(storage.join("Default/Assets/$cmsfolder$"), "").expect("a marker");
    let both = [Path::new("--db"), &db, Path::new("--storage"), &storage];
    let output = run(&mut containers.upload(&bench, &both));
    assert_eq!(code(&output), 0, "{}", explained(&output));
    let told = report(&output);
    assert_eq!(told["schema"], 1);
    assert_eq!(
        (&told["complete"], &told["verified"]),
        (&true.into(), &true.into())
    );
    assert_eq!(
        containers.blobs("database"),
        [("db.bacpac".to_owned(), size)]
    );
    assert_eq!(
        containers.blobs("storage"),
        [
            ("default/assets/$cmsfolder$".to_owned(), 0),
            ("default/assets/hero #1.jpg".to_owned(), 26),
        ]
    );
    let brought = containers.brought();
    let again = run(&mut containers.upload(&bench, &both));
    assert_eq!(code(&again), 0, "{}", explained(&again));
    assert_eq!(containers.brought(), brought);
    containers.end();
}

#[test]
fn an_export_zip_is_sent_without_being_unpacked() {
    let (bench, containers) = (Bench::new(), Containers::new());
    let path = bench.path("storage.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    for name in [r"Default\assets\A.txt", "default/assets/b.txt"] {
        let plain = zip::write::SimpleFileOptions::default();
        zip.start_file(name, plain).expect("an entry");
        std::io::Write::write_all(&mut zip, name.as_bytes()).expect("its content");
    }
    zip.finish().expect("a zip");
    let one = [Path::new("--storage"), path.as_path()];
    let output = run(&mut containers.upload(&bench, &one));
    assert_eq!(code(&output), 0, "{}", explained(&output));
    assert_eq!(report(&output)["verified"], true);
    assert_eq!(
        containers.blobs("storage"),
        [
            ("default/assets/a.txt".to_owned(), 20),
            ("default/assets/b.txt".to_owned(), 20),
        ]
    );
    containers.end();
}

/// What a restore would bring to the site besides (facts 3.7).
#[test]
fn what_else_is_in_the_container_is_told_and_removed_only_if_its_number_is_named() {
    let (bench, containers) = (Bench::new(), Containers::new());
    let soon = Moment(containers.world.now().0 + HOUR);
    let link = containers.link_allowing("rwdl", "storage", soon);
    let upload = |storage: &Path, options: &[&str]| {
        let one = [Path::new("--storage"), storage];
        let mut command = containers.upload(&bench, &one);
        run(command.env("SLIPWAY_STORAGE_SAS", &link).args(options))
    };
    let wrong = files(&bench, &["default/media/a.txt", "default/media/b.txt"]);
    assert_eq!(code(&upload(&wrong, &[])), 0);
    std::fs::remove_dir_all(&wrong).expect("it was a mistake");
    std::fs::remove_file(bench.path("state-storage")).expect("a journal");
    let right = files(&bench, &["default/assets/a.txt"]);

    let told = upload(&right, &[]);
    assert_eq!(code(&told), 0, "{}", explained(&told));
    assert!(explained(&told).contains("--remove-others 2"));
    assert_eq!(containers.blobs("storage").len(), 3);

    let other_number = upload(&right, &["--remove-others", "3"]);
    assert_eq!(code(&other_number), 2);
    assert!(explained(&other_number).contains("holds 2 files that are not part of this upload"));
    assert_eq!(containers.blobs("storage").len(), 3);

    let removed = upload(&right, &["--remove-others", "2"]);
    assert_eq!(code(&removed), 0, "{}", explained(&removed));
    let left = [("default/assets/a.txt".to_owned(), 20)];
    assert_eq!(containers.blobs("storage"), left);
    let again = upload(&right, &["--remove-others", "2"]);
    assert_eq!(code(&again), 0, "{}", explained(&again));
    assert_eq!(containers.blobs("storage"), left);

    let stray = files(&bench, &["default/assets/b.txt"]);
    assert_eq!(code(&upload(&stray, &["--if-exists", "keep"])), 0);
    std::fs::remove_file(stray.join("default/assets/b.txt")).expect("it is there");
    let mut may_not = containers.upload(&bench, &[Path::new("--storage"), &stray]);
    let may_not = run(may_not.args(["--remove-others", "1"]));
    assert!(explained(&may_not).contains("link-lacks-right"));
    assert_eq!(containers.blobs("storage").len(), 2);
    containers.end();
}

#[test]
fn what_is_there_already_is_not_overwritten_unless_it_is_asked_for() {
    let (bench, containers) = (Bench::new(), Containers::new());
    let storage = files(&bench, &["default/a.txt"]);
    let one = [Path::new("--storage"), storage.as_path()];
    assert_eq!(code(&run(&mut containers.upload(&bench, &one))), 0);
    std::fs::write(storage.join("default/a.txt"), "changed").expect("another content");
    let mut refuse = containers.upload(&bench, &one);
    assert_eq!(code(&run(&mut refuse)), 5, "the other content is told");
    assert_eq!(containers.blobs("storage")[0].1, 13);
    let mut replace = containers.upload(&bench, &one);
    let replaced = run(replace.args(["--if-exists", "replace"]));
    assert_eq!(code(&replaced), 0, "{}", explained(&replaced));
    assert_eq!(containers.blobs("storage")[0].1, 7);
    containers.end();
}

#[test]
fn nothing_is_sent_of_what_will_not_work_or_with_a_link_that_does_not() {
    let (bench, containers) = (Bench::new(), Containers::new());
    let storage = files(&bench, &["default/a.txt"]);
    let one = [Path::new("--storage"), storage.as_path()];
    let mut missing = containers.upload(&bench, &one);
    let missing = run(missing.env_remove("SLIPWAY_STORAGE_SAS"));
    assert_eq!(code(&missing), 2);
    assert!(explained(&missing).contains("SLIPWAY_STORAGE_SAS"));
    let past = Moment(containers.world.now().0 - HOUR);
    let mut expired = containers.upload(&bench, &one);
    let expired = run(expired.env("SLIPWAY_STORAGE_SAS", containers.link("storage", past)));
    assert_eq!(code(&expired), 2, "{}", explained(&expired));
    let mut too_much = containers.upload(&bench, &one);
    let too_much = run(too_much.args(["--limit", "3"]));
    assert_eq!(code(&too_much), 2);
    assert!(explained(&too_much).contains("(storage-over-limit)"));
    let db = database(&bench, &SampleDatabase::new());
    let both = [Path::new("--db"), &db, Path::new("--storage"), &storage];
    let mut same = containers.upload(&bench, &both);
    let soon = Moment(containers.world.now().0 + HOUR);
    let same = run(same.env("SLIPWAY_DB_SAS", containers.link("storage", soon)));
    assert_eq!(code(&same), 2, "{}", explained(&same));
    assert_eq!(
        code(&run(&mut containers.upload(
            &bench,
            &[Path::new("--storage"), &bench.path("nowhere")]
        ))),
        3
    );
    assert_eq!(containers.brought(), 0);
    containers.end();
}

#[test]
fn promise_22_neither_state_nor_output_holds_a_signature() {
    let (bench, containers) = (Bench::new(), Containers::new());
    let storage = files(&bench, &["default/a.txt"]);
    let mut command = containers.upload(&bench, &[Path::new("--storage"), &storage]);
    let soon = Moment(containers.world.now().0 + HOUR);
    let link = containers.link("storage", soon);
    let signature = link.split("sig=").nth(1).expect("a signature");
    let signature = signature.split('&').next().expect("its end").to_owned();
    let output = run(command.env("SLIPWAY_STORAGE_SAS", link));
    assert_eq!(code(&output), 0, "{}", explained(&output));
    let state = std::fs::read(bench.path("state-storage")).expect("a journal");
    for bytes in [&state, &output.stdout, &output.stderr] {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(&signature[..12]), "{text}");
    }
    containers.end();
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_cleanly_with_5_and_the_next_run_goes_on() {
    let (bench, containers) = (Bench::new(), Containers::new());
    let storage = files(&bench, &["default/small.txt"]);
    std::fs::write(storage.join("default/large.bin"), vec![7; 24 << 20]).expect("a large file");
    let one = [Path::new("--storage"), storage.as_path()];
    let mut slow = containers.upload(&bench, &one);
    let mut child = slow
        .args(["--speed", "2000000"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it runs");
    let begun = Instant::now();
    while containers.brought() == 0 && begun.elapsed() < Duration::from_secs(60) {
        assert!(child.try_wait().expect("it can be asked").is_none());
        std::thread::yield_now();
    }
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupt.expect("it can be interrupted").success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(code(&output), 5, "{}", explained(&output));
    assert_eq!(report(&output)["storage"]["end"]["end"], "stopped");
    let output = run(&mut containers.upload(&bench, &one));
    assert_eq!(code(&output), 0, "{}", explained(&output));
    let sizes: Vec<u64> = containers
        .blobs("storage")
        .iter()
        .map(|blob| blob.1)
        .collect();
    assert_eq!(sizes, [24 << 20, 17]);
    containers.end();
}
