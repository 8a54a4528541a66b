//! Whether what Slipway remembers is whole.

use super::{AidCheck, AidFinding, AidOutcome};
use crate::desk::ChainState;
use crate::fault::Fault;
use crate::ledger::Ledger;

/// Reads the whole file and follows the chain of the history. `not_opened` says why a ledger on
/// disk is not the one in use.
pub fn look_at_ledger(ledger: &Ledger, not_opened: Option<&Fault>) -> AidFinding {
    let found = |outcome, code| AidFinding::new(AidCheck::Ledger, outcome, code);
    if let Some(fault) = not_opened {
        return of(fault);
    }
    match ledger.damage() {
        Err(fault) => return of(&fault),
        Ok(Some(damage)) => return found(AidOutcome::NotWorking, "ledger-damaged").detail(damage),
        Ok(None) => {}
    }
    match ledger.verify() {
        Err(fault) => of(&fault),
        Ok(ChainState::Broken { at }) => {
            found(AidOutcome::Attention, "ledger-chain-broken").with("at", at.0)
        }
        Ok(ChainState::Whole { entries }) => {
            found(AidOutcome::Fine, "ledger-fine").with("n", entries.0)
        }
    }
}

/// The ledger's own faults have words here too, under their codes.
fn of(fault: &Fault) -> AidFinding {
    let mut finding = AidFinding::new(AidCheck::Ledger, AidOutcome::NotWorking, &fault.code);
    finding.params = fault.params.clone();
    match &fault.detail {
        Some(detail) => finding.detail(detail),
        None => finding,
    }
}
