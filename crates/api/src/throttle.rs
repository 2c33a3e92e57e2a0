use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
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
    /// Of those that failed
    times: VecDeque<Instant>,
    /// Those of which nobody knows yet
    under_way: usize,
    /// Somebody was told to wait since the last try.
    told: bool,
}

impl Throttle {
    /// Takes a try of all these keys, or tells how long to wait, and whether this is the first to be told so. A try
    /// counts before its password is looked at, so that many at once do not slip through.
    pub fn take(&self, keys: &[String], now: Instant) -> Result<(), (Duration, bool)> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wait) = wait(&mut tries, keys, now) {
            return Err(wait);
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

    /// Takes a try, refused with how long to wait.
    pub fn now(&self, keys: &[String]) -> ApiResult<()> {
        let many =
            |wait: Duration| ApiError::from(Code::AuthTooManyTries).with("wait_s", wait.as_secs().max(1));
        self.take(keys, Instant::now()).map_err(|(wait, _)| many(wait))
    }

    /// A step that can be tried too often: nothing is held against these keys where it succeeds.
    pub async fn step<T>(&self, key: String, step: impl Future<Output = ApiResult<T>>) -> ApiResult<T> {
        let keys = [key];
        self.now(&keys)?;
        let done = step.await?;
        self.clear(&keys);
        Ok(done)
    }

    /// The same for a try that may turn out right: until it does it counts as under way, so that many at once do not
    /// slip through, but a shift that comes to work behind one address is not taken for an attacker.
    pub fn begin(&self, keys: &[String], now: Instant) -> Result<Attempt<'_>, NotNow> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((wait, first)) = wait(&mut tries, keys, now) {
            return Err(NotNow::TooMany { wait, first });
        }
        let full = |key: &String| tries.get(key).is_some_and(|t| t.times.len() + t.under_way >= MOST_TRIES);
        if keys.iter().any(full) {
            return Err(NotNow::Busy);
        }
        for key in keys {
            let entry = tries.entry(key.clone()).or_default();
            entry.under_way += 1;
            entry.told = false;
        }
        Ok(Attempt { throttle: self, keys: keys.to_vec(), began: now, end: End::Failed })
    }

    fn ended(&self, attempt: &Attempt) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in &attempt.keys {
            let Some(entry) = tries.get_mut(key) else { continue };
            entry.under_way = entry.under_way.saturating_sub(1);
            match attempt.end {
                End::Failed => entry.times.push_back(attempt.began),
                End::Right => entry.times.clear(),
                End::Open => {}
            }
            if entry.times.is_empty() && entry.under_way == 0 {
                tries.remove(key);
            }
        }
        if tries.len() > MOST_KEYS {
            forget(&mut tries, attempt.began);
        }
    }

    /// After a right password nothing is held against these.
    pub fn clear(&self, keys: &[String]) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            let Some(entry) = tries.get_mut(key) else { continue };
            entry.times.clear();
            if entry.under_way == 0 {
                tries.remove(key);
            }
        }
    }
}

/// Why no try is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNow {
    /// Too many failed; `first` where nobody was told so since the last try.
    TooMany { wait: Duration, first: bool },
    /// As many are under way as may still fail: when they are through, there is place again.
    Busy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Failed,
    Right,
    Open,
}

/// A try under way. Dropped without a word it has failed, also where the client hung up.
#[derive(Debug)]
pub struct Attempt<'a> {
    throttle: &'a Throttle,
    keys: Vec<String>,
    began: Instant,
    end: End,
}

impl Attempt<'_> {
    /// The password was right: nothing is held against the account and the address any more.
    pub fn right(mut self) {
        self.end = End::Right;
    }

    /// It was not looked at, or goes on in another request: as if it never was.
    pub fn open(mut self) {
        self.end = End::Open;
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.throttle.ended(self);
    }
}

/// How long to wait, and whether this is the first to be told so, where too many have failed.
fn wait(tries: &mut HashMap<String, Tries>, keys: &[String], now: Instant) -> Option<(Duration, bool)> {
    let (mut wait, mut first_told) = (Duration::ZERO, false);
    for key in keys {
        let Some(Tries { times, told, .. }) = tries.get_mut(key) else { continue };
        while times.front().is_some_and(|t| now.duration_since(*t) >= WINDOW) {
            times.pop_front();
        }
        if let Some(first) = times.front().filter(|_| times.len() >= MOST_TRIES) {
            wait = wait.max(WINDOW.saturating_sub(now.duration_since(*first)));
            first_told |= !std::mem::replace(told, true);
        }
    }
    (!wait.is_zero()).then_some((wait, first_told))
}

/// Those whose time is over, and if that is not enough, the half tried longest ago.
fn forget(tries: &mut HashMap<String, Tries>, now: Instant) {
    let young = |t: &Tries| t.times.back().is_some_and(|t| now.duration_since(*t) < WINDOW);
    tries.retain(|_, t| t.under_way > 0 || young(t));
    if tries.len() > MOST_KEYS {
        let mut last: Vec<Instant> = tries.values().filter_map(|t| t.times.back().copied()).collect();
        last.sort();
        let middle = last.get(last.len() / 2).copied().unwrap_or(now);
        tries.retain(|_, t| t.under_way > 0 || t.times.back().is_some_and(|t| *t > middle));
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
    fn tries_under_way_bound_how_many_may_fail_but_right_ones_do_not_count() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for _ in 0..30 {
            throttle.begin(&keys("a"), now).unwrap().right();
        }
        let mut under_way: Vec<_> = (0..10).map(|_| throttle.begin(&keys("a"), now).unwrap()).collect();
        assert_eq!(throttle.begin(&keys("a"), now).unwrap_err(), NotNow::Busy);
        // Nothing was looked at: no try, and place for another.
        under_way.pop().unwrap().open();
        under_way.push(throttle.begin(&keys("a"), now).unwrap());
        // Nine fail, so that one more may.
        under_way.truncate(1);
        let one = throttle.begin(&keys("a"), now).unwrap_err();
        assert_eq!(one, NotNow::Busy);
        under_way.clear();
        let told = throttle.begin(&keys("a"), now).unwrap_err();
        assert_eq!(told, NotNow::TooMany { wait: WINDOW, first: true });
        assert!(throttle.0.lock().unwrap().values().all(|t| t.under_way == 0));
        throttle.begin(&["name:b".into()], now).unwrap().right();
        assert_eq!(throttle.0.lock().unwrap().len(), 2, "what was right is not remembered");
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
