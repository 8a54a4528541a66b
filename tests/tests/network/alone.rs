//! Running a test on a computer of its own: what the operating system trusts is read once per
//! process and cannot be set for one test.

use std::process::{Command, Stdio};

/// Where the trusted authorities of that computer are; also tells a process that it is one.
const TRUSTED: &str = "SSL_CERT_FILE";
const ALONE: &str = "SLIPWAY_TEST_ALONE";

/// Runs the story in a process of its own, without a proxy and trusting nobody until
/// [`trust`] says so. The story is the body of the test that calls this.
pub fn alone<S: AsyncFnOnce()>(story: S) {
    if std::env::var_os(ALONE).is_some() {
        let runtime = tokio::runtime::Runtime::new().expect("threads");
        return runtime.block_on(story());
    }
    // `network::trust::promise_…::{{closure}}`
    let name = std::any::type_name::<S>();
    let name = name.split_once("::").map_or(name, |(_, rest)| rest);
    let name = name.split("::{{").next().unwrap_or(name);
    let trusted = tempfile::NamedTempFile::new().expect("a file");
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    child.args(["--exact", name, "--nocapture"]);
    for variable in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        child.env_remove(variable);
        child.env_remove(variable.to_lowercase());
    }
    let output = child
        .env_remove("SSL_CERT_DIR")
        .env(TRUSTED, trusted.path())
        .env(ALONE, "1")
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// From now on this computer trusts these authorities, and no others.
pub fn trust(pem: &str) {
    let path = std::env::var_os(TRUSTED).expect("a computer of its own");
    std::fs::write(path, pem).expect("it is written");
}
