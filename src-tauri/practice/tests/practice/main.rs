//! The practice world as its visitors meet it: over HTTP and raw TCP, on a clock that moves only
//! when told.

mod deployments;
mod exports;
mod faults;
mod flaws;
mod insights;
mod lifecycle;
mod logs;
mod pages;
mod restore;
mod restore_points;
mod shop;
mod sites;
mod storage;
mod support;
mod upload;
