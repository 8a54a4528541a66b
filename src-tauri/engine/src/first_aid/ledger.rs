//! Whether what Slipway remembers is whole.

use super::{AidCheck, AidFinding, AidOutcome};
use crate::desk::ChainState;
use crate::fault::Fault;
use crate::ledger::Ledger;

/// Reads the whole file and follows the chain of the history.
pub fn look_at_ledger(ledger: &Ledger) -> AidFinding {
    let found = |outcome, code| AidFinding::new(AidCheck::Ledger, outcome, code);
    match ledger.damage() {
        Err(fault) => return ledger_not_opened(&fault),
        Ok(Some(damage)) => {
            return found(AidOutcome::NotWorking, "ledger-damaged-inside").detail(damage);
        }
        Ok(None) => {}
    }
    match ledger.verify() {
        Err(fault) => ledger_not_opened(&fault),
        Ok(ChainState::Broken { at }) => {
            found(AidOutcome::Attention, "ledger-chain-broken").with("at", at.0)
        }
        Ok(ChainState::Whole { entries }) => {
            found(AidOutcome::Fine, "ledger-fine").with("n", entries.0)
        }
    }
}

/// Why the ledger on disk is not the one in use: its faults have words here too, under their codes.
pub fn ledger_not_opened(fault: &Fault) -> AidFinding {
    let mut finding = AidFinding::new(AidCheck::Ledger, AidOutcome::NotWorking, &fault.code);
    finding.params = fault.params.clone();
    match &fault.detail {
        Some(detail) => finding.detail(detail),
        None => finding,
    }
}
