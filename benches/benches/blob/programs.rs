//! How each program is told to carry a file or a folder into a sink.

use slipway_benches::data::program;
use slipway_benches::peers;
use slipway_benches::sink::Sink;
use std::path::Path;
use std::process::Command;

/// Ours, with a new journal for every run.
pub fn ours(sink: &Sink, source: &Path) -> Command {
    let mut command = Command::new(program("bench-blob"));
    command.arg(link(sink, "ours")).arg(source);
    trusting(command, sink)
}

/// Ours, going on from a journal.
pub fn ours_again(sink: &Sink, source: &Path, journal: &Path) -> Command {
    let mut command = ours(sink, source);
    command.arg(journal);
    command
}

pub fn object_store(sink: &Sink, source: &Path, at_once: usize) -> Command {
    let (address, sas) = sink.link("object-store");
    let mut command = Command::new(program("bench-object-store"));
    command
        .arg(address)
        .arg(sas)
        .arg(source)
        .arg(at_once.to_string());
    command
}

/// rclone with its defaults; none if it is not here.
pub fn rclone<'a>(sink: &'a Sink, source: &'a Path) -> Option<impl Fn() -> Command + 'a> {
    let program = peers::rclone()?;
    Some(move || {
        let mut command = Command::new(&program);
        let (verb, target) = if source.is_file() {
            ("copyto", ":azureblob:rclone/db.bacpac")
        } else {
            ("copy", ":azureblob:rclone/files")
        };
        command
            .args(["--config", "", verb])
            .arg(source)
            .arg(target)
            .args(["--ignore-times", "--azureblob-sas-url"])
            .arg(link(sink, "rclone"));
        trusting(command, sink)
    })
}

/// rclone as it goes on: what is there with the same size is left as it is. Times would be kept in
/// metadata, and the sink has none.
pub fn rclone_again(sink: &Sink, source: &Path) -> Option<Command> {
    let whole = rclone(sink, source)?();
    let mut command = Command::new(whole.get_program());
    command
        .args(whole.get_args().filter(|word| *word != "--ignore-times"))
        .arg("--size-only");
    Some(command)
}

/// azcopy with its defaults; none if it is not here. `notes` is where it keeps its plans.
pub fn azcopy<'a>(
    sink: &'a Sink,
    source: &'a Path,
    notes: &'a Path,
) -> Option<impl Fn() -> Command + 'a> {
    let program = peers::azcopy()?;
    Some(move || {
        let (address, sas) = sink.link("azcopy");
        let mut command = noting(&program, notes);
        command.arg("copy").arg(source);
        if source.is_file() {
            command.arg(format!("{address}/db.bacpac?{sas}"));
        } else {
            command.arg(format!("{address}?{sas}")).arg("--recursive");
        }
        command.args(["--from-to", "LocalBlob", "--skip-version-check"]);
        command
    })
}

/// azcopy going on with the job its plans name.
pub fn azcopy_again(sink: &Sink, notes: &Path) -> Option<Command> {
    let plans = std::fs::read_dir(notes).ok()?.flatten();
    let names = plans.map(|plan| plan.file_name().to_string_lossy().into_owned());
    // `JOB--PART.steVN`
    let job = names.filter_map(|name| Some(name.split_once("--")?.0.to_owned()));
    let job = job.last()?;
    let mut command = noting(&peers::azcopy()?, notes);
    command
        .args(["jobs", "resume", &job, "--skip-version-check"])
        .args(["--destination-sas", sink.link("azcopy").1]);
    Some(command)
}

fn noting(program: &Path, notes: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env("AZCOPY_LOG_LOCATION", notes)
        .env("AZCOPY_JOB_PLAN_LOCATION", notes);
    command
}

fn link(sink: &Sink, container: &str) -> String {
    let (address, sas) = sink.link(container);
    format!("{address}?{sas}")
}

fn trusting(mut command: Command, sink: &Sink) -> Command {
    if let Some(certificate) = &sink.certificate {
        command.env("SSL_CERT_FILE", certificate);
    }
    command
}
