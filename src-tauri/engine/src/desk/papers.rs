//! What is read and written about a release: the logs of its deployments, reviews that are handed
//! out, its report, and the figures over all releases of a project.

mod documents;
mod figures;
mod logs;
mod sheets;
#[cfg(test)]
mod tests;
