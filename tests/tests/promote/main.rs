//! A release on its way from QA over UAT to PROD, against the practice world: Slipway by the same
//! face the window uses, and the Portal by the buttons of its pages.

mod answering;
mod back;
mod decided;
mod emergency;
mod metrics;
mod papers;
mod scheduled;
mod sites;
mod stage;
mod watched;
