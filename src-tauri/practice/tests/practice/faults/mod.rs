//! Faults on demand: what is ordered happens exactly as often, and then all is well.

mod answers;
mod connections;
mod orders;
mod slowness;

use crate::support::Rehearsal;

fn host(rehearsal: &Rehearsal) -> String {
    rehearsal
        .facts
        .portal
        .trim_start_matches("http://")
        .to_owned()
}

fn head(rehearsal: &Rehearsal, length: usize) -> String {
    format!(
        "POST /api/deployment/upload/{}/qa HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/zip\r\nContent-Length: {length}\r\n\r\n",
        rehearsal.facts.project_guid,
        host(rehearsal),
        rehearsal.facts.token,
    )
}
