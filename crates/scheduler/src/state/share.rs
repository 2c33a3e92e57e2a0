//! How much each user had of late.

use super::{Account, Scheduler};
use crate::model::Usage;
use crate::policy::HOUR;

impl Scheduler {
    pub(super) fn charge(&mut self, account: u32, device_ms: f64, now: u64) {
        let decayed = self.decayed(account, now);
        let account = &mut self.accounts[account as usize];
        (account.device_ms, account.at_ms) = (decayed + device_ms, now.max(account.at_ms));
    }

    /// What each user had before, to begin a new scheduler with; by virtual cluster and user.
    pub fn usage(&self) -> Vec<Usage> {
        let mut all: Vec<Usage> = self
            .account_of
            .iter()
            .map(|(&(vc, user), &account)| {
                let Account { device_ms, at_ms, .. } = self.accounts[account as usize];
                Usage { vc: self.vcs[vc as usize].id, user, device_ms, at_ms }
            })
            .collect();
        all.sort_by_key(|usage| (usage.vc, usage.user));
        all
    }

    fn decayed(&self, account: u32, now: u64) -> f64 {
        let account = &self.accounts[account as usize];
        let passed = now.saturating_sub(account.at_ms) as f64;
        account.device_ms * (-passed / self.policy.half_life_ms.max(1) as f64).exp2()
    }

    /// What runs at the moment has been used so far, by account.
    pub(crate) fn in_use(&self, now: u64) -> Vec<u64> {
        let mut used = vec![0; self.accounts.len()];
        for run in self.runs.iter().flatten() {
            let entry = self.entry(run.entry);
            let need = self.shapes[entry.shape as usize].need;
            let account = self.user_gate(entry.gate).account as usize;
            used[account] += u64::from(need).saturating_mul(now.saturating_sub(run.since));
        }
        used
    }

    /// A user's part, for comparison: who has less comes first. What is held counts as if for an hour, so that the
    /// devices of one moment are not all given to one user.
    pub(crate) fn share(&self, account: u32, in_use: &[u64], now: u64) -> f64 {
        let Some(of) = self.accounts.get(account as usize) else { return 0.0 };
        let held = f64::from(of.holds) * HOUR as f64;
        let running = in_use.get(account as usize).copied().unwrap_or(0) as f64;
        (self.decayed(account, now) + running + held) / f64::from(self.vcs[of.vc as usize].weight)
    }
}
