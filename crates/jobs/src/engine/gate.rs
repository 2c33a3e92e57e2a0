//! Whether what is made ready for a job may still be called off. An image may take long to fetch, and whoever stops or pauses the job
//! meanwhile, or needs its devices, is not kept waiting for it.

use std::sync::atomic::{AtomicU8, Ordering};

const FETCHES: u8 = 0;
const BEGINS: u8 = 1;
const OFF: u8 = 2;

/// Open while an image is fetched; then the job begins, or was called off before.
#[derive(Debug, Default)]
pub(super) struct Gate(AtomicU8);

impl Gate {
    /// The image is there. `false`: it was called off, and nothing begins.
    pub fn begin(&self) -> bool {
        self.shut(BEGINS)
    }

    /// `false`: it begins already, or was called off before.
    pub fn call_off(&self) -> bool {
        self.shut(OFF)
    }

    fn shut(&self, what: u8) -> bool {
        self.0.compare_exchange(FETCHES, what, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_it_begins_or_it_is_called_off() {
        let gate = Gate::default();
        assert_eq!((gate.begin(), gate.call_off()), (true, false));
        let gate = Gate::default();
        assert_eq!((gate.call_off(), gate.call_off(), gate.begin()), (true, false, false));
    }
}
