//! What happens after the upload: watching a site until the deployment looks live.
