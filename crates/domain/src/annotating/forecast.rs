/// With fewer finished pictures nobody knows the pace.
pub const LEAST_FINISHED: u64 = 3;
/// A pace that was seen for a shorter time says nothing.
const LEAST_SEEN_MS: i64 = 60_000;

/// When the pictures that are left will be done, where the pace stays: so many were finished since that moment. In milliseconds, as the moments.
pub fn forecast(left: u64, finished: u64, since: i64, now: i64) -> Option<i64> {
    let seen = now.checked_sub(since)?;
    if left == 0 || finished < LEAST_FINISHED || seen < LEAST_SEEN_MS {
        return None;
    }
    let more = i128::from(seen) * i128::from(left) / i128::from(finished);
    i64::try_from(i128::from(now) + more).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_takes_as_long_as_what_was_done_at_the_same_pace() {
        // Ten in an hour, five are left.
        assert_eq!(forecast(5, 10, 0, 3_600_000), Some(3_600_000 + 1_800_000));
        assert_eq!(forecast(0, 10, 0, 3_600_000), None);
        assert_eq!(forecast(5, 2, 0, 3_600_000), None);
        assert_eq!(forecast(5, 10, 3_590_000, 3_600_000), None);
        assert_eq!(forecast(u64::MAX, 3, 0, i64::MAX), None);
    }
}
