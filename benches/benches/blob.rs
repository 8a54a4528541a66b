//! Carrying a file of 4 GiB and 20,000 files into a container, beside object_store, rclone and
//! azcopy: over plain HTTP, over TLS, and with 20 ms added to each answer.
//!
//! rclone and azcopy are looked for on the path; what is not there is named as absent.

use slipway_benches::data::{four_gib, program, twenty_thousand_files};
use slipway_benches::sink::Sink;
use slipway_benches::{Aim, Side, compare};
use std::path::{Path, PathBuf};
use std::process::Command;

const RUNS: usize = 3;

fn main() {
    let (file, folder) = (four_gib(), twenty_thousand_files());
    let plain = Sink::start(0, None);
    one_file(&plain, &file);
    many_files(&plain, &folder);
    let far = Sink::start(20, None);
    from_afar(&far, &folder);
    let certificate = folder.with_file_name("blob-sink.pem");
    let encrypted = Sink::start(0, Some(certificate));
    over_tls(&encrypted, &file);
}

fn one_file(sink: &Sink, file: &Path) {
    let ours = || ours(sink, file);
    let aim = |ratio| Aim {
        ratio,
        peak_mib: 128.0,
    };
    compare(
        "4 GiB in one file",
        &Side::new("slipway (CRC64 of every block)", ours),
        &Side::new("object_store, 8 x 8 MiB, nothing checked", || {
            object_store(sink, file, 8)
        }),
        RUNS,
        aim(1.3),
    );
    beside(
        "rclone",
        || rclone(sink, file),
        &ours,
        "4 GiB in one file",
        aim(0.4),
    );
    beside(
        "azcopy",
        || azcopy(sink, file),
        &ours,
        "4 GiB in one file",
        aim(0.4),
    );
}

fn many_files(sink: &Sink, folder: &Path) {
    let ours = || ours(sink, folder);
    let aim = |ratio| Aim {
        ratio,
        peak_mib: 150.0,
    };
    compare(
        "20,000 files, 1.5 GiB",
        &Side::new("slipway (CRC64 of every file)", ours),
        &Side::new("object_store, 16 at once, nothing checked", || {
            object_store(sink, folder, 16)
        }),
        RUNS,
        aim(1.3),
    );
    beside(
        "rclone",
        || rclone(sink, folder),
        &ours,
        "20,000 files",
        aim(0.4),
    );
    beside(
        "azcopy",
        || azcopy(sink, folder),
        &ours,
        "20,000 files",
        aim(0.4),
    );
}

fn from_afar(sink: &Sink, folder: &Path) {
    compare(
        "20,000 files with 20 ms added to each answer",
        &Side::new("slipway", || ours(sink, folder)),
        &Side::new("object_store, 128 at once", || {
            object_store(sink, folder, 128)
        }),
        2,
        Aim {
            ratio: 1.4,
            peak_mib: 150.0,
        },
    );
}

fn over_tls(sink: &Sink, file: &Path) {
    let aim = Aim {
        ratio: 0.5,
        peak_mib: 128.0,
    };
    beside(
        "rclone",
        || rclone(sink, file),
        &|| ours(sink, file),
        "4 GiB over TLS",
        aim,
    );
}

fn beside(
    peer: &str,
    theirs: impl Fn() -> Command,
    ours: &dyn Fn() -> Command,
    title: &str,
    aim: Aim,
) {
    if found(peer).is_none() {
        println!("\n## {title}, beside {peer}\n\n{peer} is not here.");
        return;
    }
    compare(
        &format!("{title}, beside {peer}"),
        &Side::new("slipway", ours),
        &Side::new(peer, theirs),
        RUNS,
        aim,
    );
}

fn ours(sink: &Sink, source: &Path) -> Command {
    let (address, sas) = sink.link("db");
    let mut command = Command::new(program("bench-blob"));
    command.arg(format!("{address}?{sas}")).arg(source);
    trusting(command, sink)
}

fn object_store(sink: &Sink, source: &Path, at_once: usize) -> Command {
    let (address, sas) = sink.link("db");
    let mut command = Command::new(program("bench-object-store"));
    command
        .arg(address)
        .arg(sas)
        .arg(source)
        .arg(at_once.to_string());
    command
}

fn rclone(sink: &Sink, source: &Path) -> Command {
    let (address, sas) = sink.link("db");
    let mut command = Command::new("rclone");
    let (verb, target) = if source.is_file() {
        ("copyto", ":azureblob:db/db.bacpac")
    } else {
        ("copy", ":azureblob:db/files")
    };
    command
        .args(["--config", "", verb])
        .arg(source)
        .arg(target)
        .args(["--ignore-times", "--azureblob-sas-url"])
        .arg(format!("{address}?{sas}"));
    trusting(command, sink)
}

fn azcopy(sink: &Sink, source: &Path) -> Command {
    let (address, sas) = sink.link("db");
    let mut command = Command::new("azcopy");
    let notes = source.with_file_name("azcopy");
    command.arg("copy").arg(source);
    if source.is_file() {
        command.arg(format!("{address}/db.bacpac?{sas}"));
    } else {
        command.arg(format!("{address}?{sas}")).arg("--recursive");
    }
    command
        .args(["--from-to", "LocalBlob", "--skip-version-check"])
        .env("AZCOPY_LOG_LOCATION", &notes)
        .env("AZCOPY_JOB_PLAN_LOCATION", &notes);
    command
}

fn trusting(mut command: Command, sink: &Sink) -> Command {
    if let Some(certificate) = &sink.certificate {
        command.env("SSL_CERT_FILE", certificate);
    }
    command
}

fn found(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}
