//! Looking at a site.
