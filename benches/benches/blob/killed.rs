//! `kill -9` at random moments: how much is sent again, and what else a second run asks for.

use super::Work;
use super::programs::{azcopy, azcopy_again, ours_again, rclone, rclone_again};
use slipway_benches::sink::{Counted, Options, Sink};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// As many as the promise names (promise 3).
const KILLS: usize = 200;
const LATEST: u64 = 400;
const LIMIT: Duration = Duration::from_secs(300);

pub fn killed(work: &Work) {
    one_file(&work.file);
    folder(&work.folder);
    println!("\n## Killed once, half way, and started again\n");
    println!("| command | MiB | sent again MiB | lists |\n|---|---|---|---|");
    for source in [&work.file, &work.folder] {
        once_ours(work, source);
        once_rclone(source);
        once_azcopy(work, source);
    }
}

/// Kills at any moment until there were enough, one file after the other.
fn one_file(file: &Path) {
    let journals = tempfile::tempdir().expect("a folder");
    let mut chance = Chance(0x2545_F491_4F6C_DD1D);
    let (mut kills, mut files, mut worst, mut again) = (0, 0, 0, 0);
    while kills < KILLS {
        let sink = Sink::start(&Options::default());
        let journal = journals.path().join(files.to_string());
        files += 1;
        loop {
            let before = sink.counted().again();
            let mut program = started(ours_again(&sink, file, &journal));
            let over = died(&mut program, chance.moment());
            if !over {
                kills += 1;
            }
            let more = settled(&sink).again() - before;
            worst = worst.max(more);
            again += more;
            if over {
                break;
            }
        }
        assert_eq!(sink.counted().commits, 1, "one commit for each file");
    }
    println!("\n## {kills} kills at random moments in {files} runs of one file\n");
    println!(
        "sent again: {:.1} MiB for each kill, {:.1} MiB after the worst (aim: at most 8 blocks of 8 MiB)",
        mib(again) / kills as f64,
        mib(worst)
    );
}

/// The same with many files: nothing is sent again that is finished, and nothing listed but once at
/// the end.
fn folder(folder: &Path) {
    let journals = tempfile::tempdir().expect("a folder");
    let journal = journals.path().join("journal");
    let sink = Sink::start(&Options::default());
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let mut kills = 0;
    loop {
        let mut program = started(ours_again(&sink, folder, &journal));
        if died(&mut program, chance.moment()) {
            break;
        }
        kills += 1;
    }
    let counted = settled(&sink);
    println!("\n## {kills} kills at random moments in one run of many files\n");
    println!(
        "sent again: {:.2} MiB; {} Put Blob, {} List Blobs, {} HEAD, {} Get Block List",
        mib(counted.again()),
        counted.blobs,
        counted.lists,
        counted.heads,
        counted.block_lists
    );
}

fn once_ours(work: &Work, source: &Path) {
    let sink = Sink::start(&Options::default());
    let journal = work.notes("killed").join("journal");
    let program = || ours_again(&sink, source, &journal);
    half_way(&sink, source, program());
    ended(&mut program());
    told("slipway", &sink, source);
}

fn once_rclone(source: &Path) {
    let sink = Sink::start(&Options::default());
    let Some(first) = rclone(&sink, source) else {
        return;
    };
    half_way(&sink, source, first());
    ended(&mut rclone_again(&sink, source).expect("it is here"));
    told("rclone", &sink, source);
}

fn once_azcopy(work: &Work, source: &Path) {
    let sink = Sink::start(&Options::default());
    let notes = work.notes("azcopy");
    let Some(first) = azcopy(&sink, source, &notes) else {
        return;
    };
    half_way(&sink, source, first());
    ended(&mut azcopy_again(&sink, &notes).expect("it left a plan"));
    told("azcopy, jobs resume", &sink, source);
}

fn told(name: &str, sink: &Sink, source: &Path) {
    let (counted, size) = (settled(sink), size_of(source));
    println!(
        "| {name} | {:.0} | {:.1} | {} |",
        mib(size),
        mib(counted.bytes.saturating_sub(size)),
        counted.lists
    );
}

/// Kills a program once the sink has half of what it sends.
fn half_way(sink: &Sink, source: &Path, command: Command) {
    let mut program = started(command);
    let (half, began) = (size_of(source) / 2, Instant::now());
    while sink.counted().bytes < half {
        assert!(began.elapsed() < LIMIT, "it does not get there");
        let over = program.try_wait().expect("it can be asked");
        assert!(over.is_none(), "it ended before half was there");
    }
    program.kill().expect("it can be killed");
    program.wait().expect("it is gone");
    settled(sink);
}

/// Kills a program after a while. True if it was over before.
fn died(program: &mut Child, after: Duration) -> bool {
    let began = Instant::now();
    while began.elapsed() < after {
        if let Some(status) = program.try_wait().expect("it can be asked") {
            assert!(status.success(), "{status}");
            return true;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    program.kill().expect("it can be killed");
    program.wait().expect("it is gone");
    false
}

/// What the sink has once it heard everything of a program that is gone.
fn settled(sink: &Sink) -> Counted {
    let mut before = sink.counted();
    loop {
        std::thread::sleep(Duration::from_millis(20));
        let now = sink.counted();
        if now == before {
            return now;
        }
        before = now;
    }
}

fn started(mut command: Command) -> Child {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

fn ended(command: &mut Command) {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    let status = quiet.status().expect("it starts");
    assert!(status.success(), "{command:?}: {status}");
}

/// Bytes of a file, or of all files of a folder.
fn size_of(source: &Path) -> u64 {
    let size = |path: &Path| std::fs::metadata(path).expect("it is there").len();
    if source.is_file() {
        return size(source);
    }
    let files = slipway_benches::data::files_below(source);
    files.iter().map(|file| size(file)).sum()
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// Moments that look drawn, the same every time.
struct Chance(u64);

impl Chance {
    fn moment(&mut self) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_millis(self.0 % LATEST)
    }
}
