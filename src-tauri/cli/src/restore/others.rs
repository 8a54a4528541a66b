//! What lies in the storage container besides what is sent: a restore would bring it to the site as
//! well (facts 3.7).

use slipway_engine::blob::{Container, Item};
use slipway_engine::fault::{Fault, NextStep, Retry};

/// Tells of such files, and removes them if exactly so many may be.
///
/// # Errors
/// `restore-others-differ` if there are some, and not as many; otherwise as
/// [`Container::others`] and [`Container::remove`].
pub async fn settle(
    container: &Container,
    items: &[Item],
    allowed: Option<u64>,
) -> Result<(), Fault> {
    let names: Vec<&str> = items.iter().map(|item| &*item.blob).collect();
    let others = match (container.others(&names).await, allowed) {
        (Ok(others), _) => others,
        // A link that does not list is told by its own finding.
        (Err(_), None) => return Ok(()),
        (Err(fault), Some(_)) => return Err(fault),
    };
    let count = others.len() as u64;
    match allowed {
        // Also when they were removed before, and the upload is gone on with.
        _ if others.is_empty() => Ok(()),
        None => {
            err!(
                "The storage container holds {count} files that are not part of this upload, such as {}.\n\
                 The restore would bring them to the site as well. To remove them: --remove-others {count}",
                others[0].name
            );
            Ok(())
        }
        Some(allowed) if allowed != count => {
            Err(
                Fault::new("restore-others-differ", Retry::ByUser, NextStep::None)
                    .with("count", count),
            )
        }
        Some(_) => {
            container.remove(&others).await?;
            err!("Removed {count} files that are not part of this upload.");
            Ok(())
        }
    }
}
