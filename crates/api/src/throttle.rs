use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Failed tries to log in within [`WINDOW`], after which no more are taken.
const MOST_TRIES: usize = 10;
const WINDOW: Duration = Duration::from_secs(600);
/// Accounts and addresses that are remembered: an attacker must not fill the memory.
const MOST_KEYS: usize = 20_000;

/// Counts tries by account and by address.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<String, Tries>>);

#[derive(Debug, Default)]
struct Tries {
    times: VecDeque<Instant>,
    /// Somebody was told to wait since the last try.
    told: bool,
}

impl Throttle {
    /// Takes a try of all these keys, or tells how long to wait, and whether this is the first to be told so. A try
    /// counts before its password is looked at, so that many at once do not slip through.
    pub fn take(&self, keys: &[String], now: Instant) -> Result<(), (Duration, bool)> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut wait, mut first_told) = (Duration::ZERO, false);
        for key in keys {
            let Some(Tries { times, told }) = tries.get_mut(key) else { continue };
            while times.front().is_some_and(|t| now.duration_since(*t) >= WINDOW) {
                times.pop_front();
            }
            if let Some(first) = times.front().filter(|_| times.len() >= MOST_TRIES) {
                wait = wait.max(WINDOW - now.duration_since(*first));
                first_told |= !std::mem::replace(told, true);
            }
        }
        if !wait.is_zero() {
            return Err((wait, first_told));
        }
        for key in keys {
            let entry = tries.entry(key.clone()).or_default();
            entry.times.push_back(now);
            entry.told = false;
        }
        if tries.len() > MOST_KEYS {
            forget(&mut tries, now);
        }
        Ok(())
    }

    /// A try that goes on in another request is not two.
    pub fn give_back(&self, keys: &[String]) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            if let Some(entry) = tries.get_mut(key) {
                entry.times.pop_back();
            }
        }
    }

    /// After a right password nothing is held against these.
    pub fn clear(&self, keys: &[String]) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            tries.remove(key);
        }
    }
}

/// Those whose time is over, and if that is not enough, the half tried longest ago.
fn forget(tries: &mut HashMap<String, Tries>, now: Instant) {
    tries.retain(|_, t| t.times.back().is_some_and(|t| now.duration_since(*t) < WINDOW));
    if tries.len() > MOST_KEYS {
        let mut last: Vec<Instant> = tries.values().filter_map(|t| t.times.back().copied()).collect();
        last.sort();
        let middle = last.get(last.len() / 2).copied().unwrap_or(now);
        tries.retain(|_, t| t.times.back().is_some_and(|t| *t > middle));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str) -> Vec<String> {
        vec![format!("name:{name}"), "from:1.2.3.4".into()]
    }

    #[test]
    fn the_eleventh_try_waits_until_the_first_is_old() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        for n in 0..10 {
            throttle.take(&keys("a"), start + Duration::from_secs(n)).unwrap();
        }
        let wait = throttle.take(&keys("a"), start + Duration::from_secs(100)).unwrap_err();
        assert_eq!(wait, (Duration::from_secs(500), true));
        let again = throttle.take(&keys("a"), start + Duration::from_secs(101)).unwrap_err();
        assert_eq!(again, (Duration::from_secs(499), false));
        throttle.take(&keys("a"), start + Duration::from_secs(600)).unwrap();
        throttle.take(&keys("a"), start + Duration::from_secs(600)).unwrap_err();
    }

    #[test]
    fn one_address_cannot_try_many_names() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for n in 0..10 {
            throttle.take(&keys(&n.to_string()), now).unwrap();
        }
        assert!(throttle.take(&keys("other"), now).is_err());
    }

    #[test]
    fn a_right_password_clears_the_count() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for _ in 0..30 {
            throttle.take(&keys("a"), now).unwrap();
            throttle.clear(&keys("a"));
        }
    }

    #[test]
    fn many_names_do_not_fill_the_memory() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for n in 0..(MOST_KEYS as u64 * 2) {
            throttle.take(&[n.to_string()], now + Duration::from_millis(n)).unwrap();
        }
        assert!(throttle.0.lock().unwrap().len() <= MOST_KEYS);
    }
}
