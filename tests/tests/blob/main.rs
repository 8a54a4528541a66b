//! Blob storage, seen from outside: the same assertions against the practice world and against
//! Azurite, Azure Storage's own emulator, so that the practice world cannot drift into a storage of
//! its own kind; and the engine's transfer against the practice world when everything goes wrong.

mod azurite;
mod blocks;
mod conditions;
mod copies;
mod deeds;
mod links;
mod listing;
mod names;
mod stage;
mod transfer;
mod whole;
